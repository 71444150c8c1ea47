import { once } from 'node:events';
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { eventually } from '../support/eventually.mjs';
import { ASSESSMENT, read, registerAccount, send } from './client.mjs';
import { cpuSeconds } from './cpu-time.mjs';
import { median, spread, table } from './figures.mjs';
import { Bench } from './servers.mjs';

/*
 * What strict costs: two healthy instances on one Redis under readers and a few writers, in `available` and in `strict`,
 * in turns, so that whatever else the machine does meets both alike. Every read is checked against the writes that were
 * acknowledged before it was sent.
 */
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    slices: { type: 'string', default: '6' },
    connections: { type: 'string', default: '16' },
    assessments: { type: 'string', default: '50' },
    writers: { type: 'string', default: '2' },
    'write-every-ms': { type: 'string', default: '50' },
    'journal-ms': { type: 'string', default: '5' },
    dist: { type: 'string', default: new URL('../../dist', import.meta.url).pathname },
  },
});

/** @typedef {import('./servers.mjs').Server} Server */
/** @typedef {import('./readers.mjs').Reads} Reads */
/**
 * @typedef {object} Mode
 * @property {string} name
 * @property {readonly Server[]} instances
 * @property {readonly import('./connection.mjs').Ask[]} asks
 * @property {Int32Array<SharedArrayBuffer>} acknowledged the revision of each assessment that its last write answered
 * @property {(Reads & { writesMs: number[], cpuUs: number })[]} slices
 * @property {number[]} busDelaysMs
 */

const bench = new Bench(options.dist);
let failed = false;
try {
  // Strict reads one document linearizably, which waits for a commit of the journal: with mongod's own 100 ms every load
  // takes as long, and what is weighed is that wait.
  await bench.startStores(['--journalCommitInterval', options['journal-ms']]);
  const modes = [await startMode('available'), await startMode('strict')];
  for (const mode of modes) await slice(mode, 2); // the compiler has seen every path before the first slice
  for (const mode of modes) mode.slices.length = 0;
  const slices = Number(options.slices);
  for (let turn = 0; turn < slices; turn += 1) {
    const order = turn % 2 === 0 ? modes : modes.toReversed();
    for (const mode of order) await slice(mode, Number(options.seconds) / slices);
    process.stderr.write(`slice ${turn + 1} of ${slices}\n`);
  }
  process.stdout.write(`${report(modes)}\n`);
  failed = modes.some((mode) => sum(mode, 'stale') + sum(mode, 'failures') > 0);
} finally {
  await bench.stop();
}
process.exitCode = failed ? 1 : 0;

/**
 * @param {string} name
 * @returns {Promise<Mode>}
 */
async function startMode(name) {
  const env = {
    CACHE_CONSISTENCY: name,
    CACHE_PREFIX: `bench-${name}`,
    MONGODB_URI: bench.mongodbUri.replace('/bench', `/bench-${name}`),
  };
  const instances = [await bench.startService(env), await bench.startService(env)];
  const url = instances[0]?.url ?? '';
  const headers = await registerAccount(url, 'bench@example.com');
  const asks = [];
  for (let index = 0; index < Number(options.assessments); index += 1) {
    const { id } = await send(url, 'POST', '/api/v2/assessments', headers, ASSESSMENT);
    asks.push({ path: `/api/v2/assessments/${String(id)}`, headers });
  }
  for (const instance of instances) await warm(instance, asks);
  const acknowledged = new Int32Array(new SharedArrayBuffer(4 * asks.length));
  return { name, instances, asks, acknowledged, slices: [], busDelaysMs: [] };
}

/**
 * @param {Server} server
 * @param {readonly import('./connection.mjs').Ask[]} asks
 */
async function warm(server, asks) {
  for (const { path, headers } of asks) {
    await eventually(
      async () =>
        (await read(`${server.url}${path}`, headers)).headers['cache-status']?.includes('detail=l1') === true,
      { withinMs: 30_000, what: 'the assessment is in memory' }, // a new Redis is in quarantine at first
    );
  }
}

/**
 * @param {Mode} mode
 * @param {number} seconds
 */
async function slice(mode, seconds) {
  const { instances, asks, acknowledged } = mode;
  const before = cpuOf(instances);
  const readers = new Worker(new URL('readers.mjs', import.meta.url), {
    workerData: {
      ...{ asks, acknowledged, seconds, connections: Number(options.connections) },
      ports: instances.map(({ port }) => port),
    },
  });
  const done = new AbortController();
  const writers = Array.from({ length: Number(options.writers) }, (_, index) =>
    write(mode, index, done.signal),
  );
  /** @type {[Reads]} */
  const [reads] = /** @type {[Reads]} */ (await once(readers, 'message'));
  const cpuUs = ((cpuOf(instances) - before) / reads.reads) * 1e6;
  done.abort();
  mode.slices.push({ ...reads, writesMs: (await Promise.all(writers)).flat(), cpuUs });
  mode.busDelaysMs.push(await busDelayMs(instances[0]));
}

/**
 * Writes one assessment after the other, through either instance; no two writers ever write the same one.
 * @param {Mode} mode
 * @param {number} writer
 * @param {AbortSignal} done
 */
async function write({ instances, asks, acknowledged }, writer, done) {
  const writers = Number(options.writers);
  /** @type {number[]} */
  const tookMs = [];
  for (let turn = 0; !done.aborted; turn += 1) {
    const index = (turn * writers + writer) % (asks.length - (asks.length % writers));
    const instance = instances[(turn + writer) % instances.length];
    const ask = asks[index];
    if (instance === undefined || ask === undefined) continue;
    const startedMs = performance.now();
    const body = { description: `Written in turn ${turn}.` };
    const { revision } = await send(instance.url, 'PUT', ask.path, ask.headers, body);
    tookMs.push(performance.now() - startedMs);
    Atomics.store(acknowledged, index, Number(revision));
    await pause(Number(options['write-every-ms']));
  }
  return tookMs;
}

/** @param {readonly Server[]} instances */
function cpuOf(instances) {
  return instances.reduce((seconds, { pid }) => seconds + cpuSeconds(pid), 0);
}

/** @param {Server | undefined} server */
async function busDelayMs(server) {
  const { body } = await read(`${server?.url ?? ''}/health`, {});
  return Number(/"bus_delay_ms":([\d.]+)/.exec(body)?.[1]);
}

/**
 * @param {Mode} mode
 * @param {'reads' | 'hits' | 'stale' | 'failures'} what
 */
function sum(mode, what) {
  return mode.slices.reduce((total, each) => total + each[what], 0);
}

/** @param {readonly Mode[]} modes */
function report(modes) {
  const [available, strict] = modes;
  const rows = modes.map((mode) => {
    const writesMs = mode.slices.flatMap((each) => each.writesMs).toSorted((one, other) => one - other);
    return [
      mode.name,
      spread(mode.slices.map(perSecond), 0),
      spread(
        mode.slices.map((each) => each.cpuUs),
        1,
      ),
      String(sum(mode, 'reads')),
      `${((100 * sum(mode, 'hits')) / sum(mode, 'reads')).toFixed(2)} %`,
      String(sum(mode, 'stale')),
      String(sum(mode, 'failures')),
      String(writesMs.length),
      median(writesMs).toFixed(2),
      (writesMs[Math.floor(writesMs.length * 0.99)] ?? NaN).toFixed(2),
      median(mode.busDelaysMs).toFixed(2),
    ];
  });
  // prettier-ignore
  const head = ['', 'reads/s', 'CPU us/read', 'reads', 'hits', 'stale', 'failed', 'writes', 'write p50 ms', 'p99 ms', 'bus round trip ms'];
  /** @param {(slice: Mode['slices'][number]) => number} figure */
  const ratios = (figure) =>
    (strict?.slices ?? []).flatMap((each, turn) => {
      const base = available?.slices[turn];
      return base === undefined ? [] : [figure(each) / figure(base)];
    });
  return [
    `${new Date().toISOString().slice(0, 10)}, node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? ''}`,
    `two instances on one Redis, ${options.seconds} s of each mode in ${options.slices} slices, ${options.connections} readers, ${options.writers} writers, journal committed every ${options['journal-ms']} ms: median (least-greatest)`,
    '',
    table([head, ...rows]),
    '',
    `reads, strict to available: throughput ${spread(ratios(perSecond), 3)}, CPU a read ${spread(
      ratios((each) => each.cpuUs),
      3,
    )}`,
  ].join('\n');
}

/** @param {Reads} reads */
function perSecond(reads) {
  return reads.reads / reads.seconds;
}
