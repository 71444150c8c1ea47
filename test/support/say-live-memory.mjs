import { setTimeout as pause } from 'node:timers/promises';

/* Loaded into a process by `live-memory.mjs`, which reads what is said here. */

/** What one collection finalizes, the next one frees. */
const COLLECTIONS = 4;
const APART_MS = 50;

process.on('SIGUSR2', () => void say());

async function say() {
  for (let count = 0; count < COLLECTIONS; count += 1) {
    globalThis.gc?.();
    await pause(APART_MS);
  }
  const { heapUsed, external } = process.memoryUsage();
  process.stderr.write(`live memory ${heapUsed + external}\n`);
}
