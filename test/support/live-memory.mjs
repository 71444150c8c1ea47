import { eventually } from './eventually.mjs';

const SAID = /^live memory (\d+)$/u;

/** Options of node for a process that shall be asked for its {@link liveBytes}. */
export const LIVE_MEMORY = ['--expose-gc', '--import', new URL('say-live-memory.mjs', import.meta.url).href];

/**
 * How many bytes a process still uses after its garbage was collected. Resident memory tells what a heap has once needed and the
 * system has not yet taken back, so that it says little of a leak.
 * @param {{ readonly pid: number, readonly lines: readonly string[] }} kept started with {@link LIVE_MEMORY}
 * @returns {Promise<number>}
 */
export async function liveBytes({ pid, lines }) {
  const said = () => lines.flatMap((line) => SAID.exec(line)?.[1] ?? []);
  const before = said().length;
  process.kill(pid, 'SIGUSR2');
  return Number(await eventually(() => said()[before], { what: 'the process says what memory it uses' }));
}
