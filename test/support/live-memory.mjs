import { setTimeout as pause } from 'node:timers/promises';

/*
 * Loaded into a process whose memory a test asks for (`--expose-gc --import`): SIGUSR2 has it collect its garbage and
 * say how many bytes are still in use. Resident memory tells what a heap has once needed and the system has not yet
 * taken back, so that it says little of a leak.
 */
const LABEL = 'live memory';
/** What one collection finalizes, the next one frees. */
const COLLECTIONS = 4;
const APART_MS = 50;

process.on('SIGUSR2', () => void sayLiveMemory());

async function sayLiveMemory() {
  for (let count = 0; count < COLLECTIONS; count += 1) {
    globalThis.gc?.();
    await pause(APART_MS);
  }
  const { heapUsed, external } = process.memoryUsage();
  process.stdout.write(`${LABEL} ${heapUsed + external}\n`);
}
