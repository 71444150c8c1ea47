import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { cpus } from 'node:os';
import { LIVE_MEMORY, liveBytes } from '../support/live-memory.mjs';
import { ASSESSMENT, read, registerAccount, send } from './client.mjs';
import { cpuSeconds } from './cpu-time.mjs';
import { table } from './figures.mjs';
import { Bench } from './servers.mjs';

/*
 * Many runs asked for at once, two workers beside one API process: whether all end, what memory they take on the way, and what
 * a reader of a cached answer notices of it. The reader asks in a closed loop on one connection, first alone, then while the
 * runs last, in turns with a server that does nothing but answer the same bytes: what that one loses is the machine's.
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
/** Compiles what a run needs, before anything is measured. */
const WARM_RUNS = 20;
const bench = new Bench(options.dist);
try {
  await bench.startStores();
  const prefix = { CACHE_PREFIX: 'bench-generations' };
  const api = await bench.startService({ ...prefix, WORKER_INLINE: 'false' }, LIVE_MEMORY);
  const workers = [];
  for (let count = 0; count < Number(options.workers); count += 1)
    workers.push(await bench.startWorker(prefix, LIVE_MEMORY));
  const processes = [api, ...workers];
  const headers = await registerAccount(api.url, 'owner@example.com');
  const ids = [];
  for (let count = 0; count < Number(options.runs); count += 1) ids.push(await create(api.url, headers));
  const path = `/api/v2/assessments/${await create(api.url, headers)}`;
  await pause(11_000); // out of the first quarantine
  const warm = await Promise.all(Array.from({ length: WARM_RUNS }, () => create(api.url, headers)));
  await askForAll(api.url, warm, headers);
  await allEnded(api.url, warm.length, headers);

  const peer = await bench.startPeer('bare-http.mjs', {
    ANSWER: bench.write('answer.json', JSON.stringify(await read(`${api.url}${path}`, headers))),
  });
  const reads = { service: `${api.url}${path}`, 'bare node:http': `${peer.url}${path}` };
  const before = await inUse(processes);
  const alone = await whileReading(reads, headers, pause(Number(options['alone-seconds']) * 1000));
  const startedMs = performance.now();
  const cpuBefore = processes.map(({ pid }) => cpuSeconds(pid));
  const endedBefore = await countOfEnded(api.url, headers);
  const accepting = await whileReading(reads, headers, askForAll(api.url, ids, headers));
  const acceptedS = (performance.now() - startedMs) / 1000;
  const running = await whileReading(reads, headers, allEnded(api.url, endedBefore + ids.length, headers));
  const seconds = (performance.now() - startedMs) / 1000;
  const loaded = (/** @type {string} */ name) => [
    ...(accepting.get(name) ?? []),
    ...(running.get(name) ?? []),
  ];
  const cpu = processes.map(({ pid }, index) => cpuSeconds(pid) - (cpuBefore[index] ?? 0));
  const after = await inUse(processes);
  // prettier-ignore
  process.stdout.write(
    `${new Date().toISOString().slice(0, 10)}, node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? ''}
${ids.length} runs on ${workers.length} workers: accepted in ${acceptedS.toFixed(1)} s, all ended well in ${seconds.toFixed(1)} s

${table([
  ['', 'reads', 'p50 ms', 'p95 ms', 'p99 ms'],
  ...Object.keys(reads).flatMap((name) => [
    [`${name}, alone`, ...figures(alone.get(name))],
    [`${name}, while they are accepted`, ...figures(accepting.get(name))],
    [`${name}, while they run`, ...figures(running.get(name))],
    [`${name}, from the first to the last`, ...figures(loaded(name))],
  ]),
])}
p95, loaded to alone: ${Object.keys(reads)
      .map((name) => `${name} ${ratio(loaded(name), alone.get(name)).toFixed(2)}`)
      .join(', ')}

${table([
  ['', 'API', ...workers.map((_, index) => `worker ${index + 1}`)],
  ['MiB in use before the runs', ...before.map(mebibytes)],
  ['MiB in use after them', ...after.map(mebibytes)],
  ['CPU seconds', ...cpu.map((each) => each.toFixed(1))],
])}
`,
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
 * How long, in ms, each read took until `work` was done, by what was read; the readings take turns.
 * @param {Readonly<Record<string, string>>} urls
 * @param {Record<string, string>} headers
 * @param {Promise<unknown>} work
 */
async function whileReading(urls, headers, work) {
  let done = false;
  const ended = work.finally(() => (done = true));
  /** @type {Map<string, number[]>} */
  const times = new Map(Object.keys(urls).map((name) => [name, []]));
  while (!done) {
    for (const [name, url] of Object.entries(urls)) {
      const sentMs = performance.now();
      const response = await fetch(url, { headers });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`a read of ${name} gave ${response.status}`);
      times.get(name)?.push(performance.now() - sentMs);
      await pause(READ_PAUSE_MS);
    }
  }
  await ended;
  return times;
}

/**
 * @param {string} url
 * @param {readonly string[]} ids
 * @param {Record<string, string>} headers
 */
async function askForAll(url, ids, headers) {
  const asked = await Promise.all(
    ids.map((id) => fetch(`${url}/api/v2/recommendations/${id}/generate`, { method: 'POST', headers })),
  );
  const refused = asked.filter(({ status }) => status !== 202);
  if (refused.length > 0) throw new Error(`${refused.length} runs were not accepted: ${refused[0]?.status}`);
}

/**
 * @param {string} url
 * @param {number} count of tasks that have then ended
 * @param {Record<string, string>} headers
 */
async function allEnded(url, count, headers) {
  const giveUpMs = performance.now() + GIVE_UP_MS;
  while ((await countOfEnded(url, headers)) < count) {
    if (performance.now() > giveUpMs) throw new Error(`not all of the ${count} runs have ended`);
    await pause(LOOK_EVERY_MS);
  }
}

/**
 * @param {string} url
 * @param {Record<string, string>} headers
 */
async function countOfEnded(url, headers) {
  const [failed, succeeded] = await Promise.all(['FAILURE', 'SUCCESS'].map(countOf));
  if (failed !== 0) throw new Error(`${failed} runs failed`);
  return succeeded ?? 0;

  /** @param {string} state */
  async function countOf(state) {
    const response = await fetch(`${url}/api/v2/tasks?limit=1&state=${state}`, { headers });
    return /** @type {{ total: number }} */ (await response.json()).total;
  }
}

/** @param {readonly { pid: number, lines: readonly string[] }[]} processes */
function inUse(processes) {
  return Promise.all(processes.map(liveBytes));
}

/** @param {number} bytes */
function mebibytes(bytes) {
  return (bytes / 1024 / 1024).toFixed(0);
}

/** @param {readonly number[]} [times] */
function figures(times = []) {
  return [String(times.length), ...[0.5, 0.95, 0.99].map((part) => quantile(times, part).toFixed(2))];
}

/**
 * @param {readonly number[]} [loaded]
 * @param {readonly number[]} [alone]
 */
function ratio(loaded = [], alone = []) {
  return quantile(loaded, 0.95) / quantile(alone, 0.95);
}

/**
 * @param {readonly number[]} times
 * @param {number} part
 */
function quantile(times, part) {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
}
