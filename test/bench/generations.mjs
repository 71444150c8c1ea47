import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { ASSESSMENT, registerAccount, send } from './client.mjs';
import { table } from './figures.mjs';
import { Bench } from './servers.mjs';

/*
 * Many runs asked for at once, two workers beside one API process: whether all end, what memory they take on the way, and what
 * a reader of a cached answer notices of it. The reader asks in a closed loop on one connection, first alone, then
 * while the runs last.
 */
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    workers: { type: 'string', default: '2' },
    'alone-seconds': { type: 'string', default: '10' },
    dist: { type: 'string', default: new URL('../../dist', import.meta.url).pathname },
  },
});

const READ_PAUSE_MS = 2;
const LOOK_EVERY_MS = 500;
const GIVE_UP_MS = 10 * 60_000;
const MIB = 1024 * 1024;
const bench = new Bench(options.dist);
try {
  await bench.startStores();
  const prefix = { CACHE_PREFIX: 'bench-generations' };
  const api = await bench.startService({ ...prefix, WORKER_INLINE: 'false' });
  /** @type {{ pid: number }[]} */
  const workers = [];
  for (let count = 0; count < Number(options.workers); count += 1)
    workers.push(await bench.startWorker(prefix));
  const headers = await registerAccount(api.url, 'owner@example.com');
  const ids = [];
  for (let count = 0; count < Number(options.runs); count += 1) ids.push(await create(api.url, headers));
  const read = await create(api.url, headers);
  await pause(11_000); // out of the first quarantine

  const alone = await whileReading(api.url, read, headers, pause(Number(options['alone-seconds']) * 1000));
  /** @type {{ share: string, sizes: number[] }[]} */
  const memory = [];
  const startedMs = performance.now();
  const loaded = await whileReading(
    api.url,
    read,
    headers,
    runAll(api.url, ids, headers, (share) =>
      memory.push({ share, sizes: [api, ...workers].map(({ pid }) => residentMib(pid)) }),
    ),
  );
  const seconds = (performance.now() - startedMs) / 1000;
  process.stdout.write(
    `${ids.length} runs on ${workers.length} workers: all ended well in ${seconds.toFixed(1)} s\n\n`,
  );
  process.stdout.write(
    `${table([
      ['cached reads', 'reads', 'p50 ms', 'p95 ms', 'p99 ms'],
      ['alone', ...figures(alone)],
      ['while the runs last', ...figures(loaded)],
    ])}\n`,
  );
  process.stdout.write(
    `p95, loaded to alone: ${(quantile(loaded, 0.95) / quantile(alone, 0.95)).toFixed(2)}\n\n`,
  );
  process.stdout.write(
    `${table([
      ['resident MiB after', 'API', ...workers.map((_, index) => `worker ${index + 1}`)],
      ...memory.map(({ share, sizes }) => [share, ...sizes.map((size) => size.toFixed(0))]),
    ])}\n`,
  );
} finally {
  await bench.stop();
}

/**
 * @param {string} url
 * @param {Record<string, string>} headers
 */
async function create(url, headers) {
  return String((await send(url, 'POST', '/api/v2/assessments', headers, ASSESSMENT))['id']);
}

/**
 * How long, in ms, each read took until `work` was done.
 * @param {string} url
 * @param {string} id
 * @param {Record<string, string>} headers
 * @param {Promise<unknown>} work
 */
async function whileReading(url, id, headers, work) {
  let done = false;
  const ended = work.finally(() => (done = true));
  const times = [];
  while (!done) {
    const sentMs = performance.now();
    const response = await fetch(`${url}/api/v2/assessments/${id}`, { headers });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`a read gave ${response.status}`);
    times.push(performance.now() - sentMs);
    await pause(READ_PAUSE_MS);
  }
  await ended;
  return times.toSorted((one, other) => one - other);
}

/**
 * @param {string} url
 * @param {readonly string[]} ids
 * @param {Record<string, string>} headers
 * @param {(share: string) => void} reached
 */
async function runAll(url, ids, headers, reached) {
  const asked = await Promise.all(
    ids.map((id) => fetch(`${url}/api/v2/recommendations/${id}/generate`, { method: 'POST', headers })),
  );
  const refused = asked.filter(({ status }) => status !== 202);
  if (refused.length > 0) throw new Error(`${refused.length} runs were not accepted: ${refused[0]?.status}`);
  reached('the queueing');
  const giveUpMs = performance.now() + GIVE_UP_MS;
  let quarters = 0;
  for (;;) {
    const [succeeded, failed] = await Promise.all([countOf('SUCCESS'), countOf('FAILURE')]);
    if (failed > 0) throw new Error(`${failed} runs failed`);
    for (; quarters < 4 && succeeded >= ((quarters + 1) * ids.length) / 4; quarters += 1)
      reached(`${(quarters + 1) * 25} % of the runs`);
    if (succeeded === ids.length) return;
    if (performance.now() > giveUpMs) throw new Error(`only ${succeeded} runs have ended`);
    await pause(LOOK_EVERY_MS);
  }

  /** @param {string} state */
  async function countOf(state) {
    const response = await fetch(`${url}/api/v2/tasks?limit=1&state=${state}`, { headers });
    return /** @type {{ total: number }} */ (await response.json()).total;
  }
}

/** @param {number} pid */
function residentMib(pid) {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return (pages * 4096) / MIB;
}

/** @param {readonly number[]} sorted */
function figures(sorted) {
  return [String(sorted.length), ...[0.5, 0.95, 0.99].map((part) => quantile(sorted, part).toFixed(2))];
}

/**
 * @param {readonly number[]} sorted
 * @param {number} part
 */
function quantile(sorted, part) {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
}
