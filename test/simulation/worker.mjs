import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort } from 'node:worker_threads';

/** Plays what it is asked to, in the build that it is asked to play. */
parentPort?.on('message', async ({ id, build, request }) => {
  try {
    const { play } = await import(pathToFileURL(join(build, 'test/simulation/play.js')).href);
    parentPort?.postMessage({ id, result: await play(request) });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.stack : String(error) });
  }
});
