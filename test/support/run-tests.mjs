import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDir } from './kept-process.mjs';
import { findRedisServer } from './redis-server.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TIME_LIMIT_MS = 40 * 60_000;
/** Jest has written its results: what it still does not close within this time was left open by a test. */
const EXIT_LIMIT_MS = 20_000;

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  finish(0, 1);
});

async function main() {
  process.env['TEST_REDIS_SERVER'] = findRedisServer();
  if (!build()) return finish(0, 1);
  const dir = temporaryDir('results');
  const outputFile = join(dir, 'results.json');
  try {
    const problem = await runJest(outputFile);
    if (problem !== null) process.stderr.write(`${problem}\n`);
    const { passed, failed } = counts(outputFile);
    finish(passed, failed + (problem !== null && failed === 0 ? 1 : 0));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The tests that start whole processes run what a user runs: the built service. */
function build() {
  const nest = join(ROOT, 'node_modules/@nestjs/cli/bin/nest.js');
  return spawnSync(process.execPath, [nest, 'build'], { cwd: ROOT, stdio: ['ignore', 2, 2] }).status === 0;
}

/**
 * @param {string} outputFile
 * @returns {Promise<string | null>} what was wrong with the run itself
 */
function runJest(outputFile) {
  const args = ['--json', `--outputFile=${outputFile}`, ...process.argv.slice(2)];
  const jest = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--no-warnings=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      ...args,
    ],
    { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  /** @type {string | null} */
  let problem = null;
  /** @param {string} why */
  const end = (why) => {
    problem ??= why;
    jest.kill('SIGKILL'); // the servers' keepers and jest's workers notice and end too
  };
  const limit = setTimeout(
    () => end(`The tests took longer than ${TIME_LIMIT_MS / 60_000} minutes.`),
    TIME_LIMIT_MS,
  );
  let writtenAt = 0;
  const look = setInterval(() => {
    if (writtenAt === 0 && existsSync(outputFile)) writtenAt = performance.now();
    if (writtenAt !== 0 && performance.now() - writtenAt > EXIT_LIMIT_MS)
      end('A test left something open: jest did not exit.');
  }, 250);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => end(`Interrupted by ${signal}.`));
  }
  return new Promise((resolve) => {
    jest.once('close', (code) => {
      clearTimeout(limit);
      clearInterval(look);
      resolve(problem ?? (code === 0 ? null : `jest ended with code ${code}.`));
    });
  });
}

/**
 * A file that could not even be loaded is one failure; a run without a result is one too.
 * @param {string} outputFile
 */
function counts(outputFile) {
  if (!existsSync(outputFile)) return { passed: 0, failed: 1 };
  const results = JSON.parse(readFileSync(outputFile, 'utf8'));
  return {
    passed: Number(results.numPassedTests),
    failed: Number(results.numFailedTests) + Number(results.numRuntimeErrorTestSuites),
  };
}

/**
 * @param {number} passed
 * @param {number} failed
 */
function finish(passed, failed) {
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
