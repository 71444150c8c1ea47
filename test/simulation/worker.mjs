import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', (message) => void answer(message));

/**
 * Plays what is asked for, in the build that is named.
 * @param {{ build: string, request: import('./play.js').PlayRequest }} message
 */
async function answer({ build, request }) {
  try {
    const { play } = await import(pathToFileURL(join(build, 'test/simulation/play.js')).href);
    parentPort?.postMessage({ result: await play(request) });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.stack : String(error) });
  }
}
