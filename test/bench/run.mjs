import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { eventually } from '../support/eventually.mjs';
import { ASSESSMENT, read, registerAccount, send, startLoader } from './client.mjs';
import { cpuSeconds } from './cpu-time.mjs';
import { median, spread, table } from './figures.mjs';
import { Bench } from './servers.mjs';

/*
 * The hot path beside its limit and beside what a team would otherwise use, in one run: every contender is measured once
 * in each round, so that whatever else the machine does meets all of them alike. Requests a second are what a client
 * sees; CPU a request, taken from the server's own process, is the steadier figure where the machine is shared.
 */
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    warmup: { type: 'string', default: '0.5' },
    connections: { type: 'string', default: '32' },
    only: { type: 'string', default: '' },
    dist: { type: 'string', default: new URL('../../dist', import.meta.url).pathname },
  },
});

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {import('./servers.mjs').Server} server
 * @property {readonly import('./connection.mjs').Ask[]} asks
 * @property {number} status
 * @property {string} limit name of the contender that answers the same and does nothing else
 * @property {string} [cacheStatus] what the service must say it did, before and after
 */
/** @typedef {{ perSecond: number, pure: number, cpuUs: number, p50Us: number, p99Us: number }} Sample */

const NOTHING = { path: '/', headers: {} };
const LIMIT = 'bare node:http';
const LIMIT_304 = 'bare node:http, 304';

const bench = new Bench(options.dist);
const loader = startLoader();
try {
  await bench.startStores();
  const all = await startContenders();
  const contenders = all.filter(({ name, limit }) => name === limit || name.includes(options.only));
  const samples = await measure(contenders);
  process.stdout.write(`${report(contenders, samples)}\n`);
} finally {
  loader.stop();
  await bench.stop();
}

/** @returns {Promise<Contender[]>} */
async function startContenders() {
  const [l1, logged, l2, off] = await Promise.all([
    bench.startService(),
    bench.startService({ LOG_LEVEL: 'info' }),
    bench.startService({ CACHE_L1_ENABLED: 'false' }),
    bench.startService({ CACHE_ENABLED: 'false' }),
  ]);
  const asks = await Promise.all(
    Array.from({ length: Number(options.connections) }, (_, index) => askOfOwn(l1.url, index)),
  );
  const answer = await warmAnswer(l1, asks[0] ?? NOTHING);
  const limit = await bench.startPeer('bare-http.mjs', {
    ANSWER: bench.write('answer.json', JSON.stringify(answer)),
  });
  const peer = await bench.startPeer('nest-express.ts', {
    PAYLOAD: bench.write('payload.json', answer.body),
  });
  const full = { asks, status: 200, limit: LIMIT };
  const unchanged = { asks: await conditional(l1, asks), status: 304, limit: LIMIT_304 };
  return [
    { ...full, name: LIMIT, server: limit },
    { ...full, name: 'InfraMind, L1 hit', server: l1, cacheStatus: 'detail=l1' },
    { ...full, name: 'InfraMind, L1 hit, a log line each', server: logged, cacheStatus: 'detail=l1' },
    { ...full, name: 'Nest on Express, jwt, cache-manager', server: peer },
    { ...unchanged, name: LIMIT_304, server: limit },
    { ...unchanged, name: 'InfraMind, L1 hit, 304', server: l1, cacheStatus: 'detail=l1' },
    { ...unchanged, name: 'Nest on Express, 304', server: peer, asks: await conditional(peer, asks) },
    { ...full, name: 'InfraMind, L2 hit (L1 off)', server: l2, cacheStatus: 'detail=l2' },
    { ...full, name: 'InfraMind, CACHE_ENABLED=false', server: off, cacheStatus: 'detail=disabled' },
  ];
}

/**
 * Each connection is a person who reads an assessment of theirs: one key for all would let requests share the work for it.
 * @param {string} url
 * @param {number} index
 */
async function askOfOwn(url, index) {
  const headers = await registerAccount(url, `bench-${index}@example.com`);
  const { id } = await send(url, 'POST', '/api/v2/assessments', headers, ASSESSMENT);
  return { path: `/api/v2/assessments/${String(id)}`, headers };
}

/**
 * The service's answer of a hit, as the limit will give it again.
 * @param {import('./servers.mjs').Server} server
 * @param {import('./connection.mjs').Ask} ask
 */
async function warmAnswer(server, { path, headers }) {
  return eventually(
    async () => {
      const answer = await read(`${server.url}${path}`, headers);
      return answer.headers['cache-status']?.includes('detail=l1') === true && answer;
    },
    { withinMs: 30_000, everyMs: 50, what: 'the assessment is in memory' }, // a new Redis is in quarantine at first
  );
}

/**
 * The same, of a client that has the answer already.
 * @param {import('./servers.mjs').Server} server
 * @param {readonly import('./connection.mjs').Ask[]} asks
 */
async function conditional(server, asks) {
  return Promise.all(
    asks.map(async ({ path, headers }) => {
      const { etag = '' } = (await read(`${server.url}${path}`, headers)).headers;
      return { path, headers: { ...headers, 'if-none-match': etag } };
    }),
  );
}

/**
 * @param {readonly Contender[]} contenders
 * @returns {Promise<Map<string, Sample[]>>}
 */
async function measure(contenders) {
  const rounds = Number(options.rounds);
  /** @type {Map<string, Sample[]>} */
  const samples = new Map(contenders.map(({ name }) => [name, []]));
  for (const contender of contenders) {
    await prove(contender);
    await load(contender, Number(options.seconds)); // the compiler has seen every path before the first round
  }
  for (let round = 0; round < rounds; round += 1) {
    // Each round begins with another one: none always follows the same neighbour.
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const contender = contenders[(turn + round) % contenders.length];
      if (contender === undefined) continue;
      await prove(contender); // also fills again what expired meanwhile
      await load(contender, Number(options.warmup));
      samples.get(contender.name)?.push(await sample(contender));
    }
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
  for (const contender of contenders) await prove(contender);
  return samples;
}

/**
 * What is measured is what the name says.
 * @param {Contender} contender
 */
async function prove({ name, server, asks, status, cacheStatus }) {
  const { path, headers } = asks[0] ?? NOTHING;
  await eventually(
    async () => {
      const answer = await read(`${server.url}${path}`, headers);
      if (answer.status !== status) throw new Error(`${name} answered ${answer.status}: ${answer.body}`);
      return cacheStatus === undefined || answer.headers['cache-status']?.includes(cacheStatus) === true;
    },
    { withinMs: 30_000, everyMs: 50, what: `${name} says ${cacheStatus ?? status}` },
  );
}

/**
 * @param {Contender} contender
 * @param {number} seconds
 */
async function load({ name, server, asks, status, cacheStatus }, seconds) {
  const order = {
    port: server.port,
    asks,
    status,
    mark: cacheStatus ?? '',
    seconds,
    connections: Number(options.connections),
  };
  const result = await loader.run(order);
  if (result.failures > 0) throw new Error(`${name}: ${result.failures} requests failed`);
  return result;
}

/**
 * @param {Contender} contender
 * @returns {Promise<Sample>}
 */
async function sample(contender) {
  const before = cpuSeconds(contender.server.pid);
  const { requests, strays, seconds, p50Us, p99Us } = await load(contender, Number(options.seconds));
  const used = cpuSeconds(contender.server.pid) - before;
  return {
    perSecond: requests / seconds,
    pure: 1 - strays / requests,
    cpuUs: (used / requests) * 1e6,
    p50Us,
    p99Us,
  };
}

/**
 * @param {readonly Contender[]} contenders
 * @param {Map<string, Sample[]>} samples
 */
function report(contenders, samples) {
  const rows = contenders.map(({ name, limit }) => {
    const own = samples.get(name) ?? [];
    const base = samples.get(limit) ?? [];
    /** @param {(sample: Sample, base: Sample) => number} ratio */
    const ratios = (ratio) =>
      own.flatMap((each, round) => (base[round] === undefined ? [] : [ratio(each, base[round])]));
    return [
      name,
      spread(
        own.map((each) => each.perSecond),
        0,
      ),
      spread(
        own.map((each) => each.cpuUs),
        1,
      ),
      `${(100 * Math.min(...own.map((each) => each.pure))).toFixed(1)} %`,
      median(own.map((each) => each.p50Us / 1000)).toFixed(2),
      median(own.map((each) => each.p99Us / 1000)).toFixed(2),
      spread(
        ratios((each, reference) => each.perSecond / reference.perSecond),
        2,
      ),
      spread(
        ratios((each, reference) => reference.cpuUs / each.cpuUs),
        2,
      ),
    ];
  });
  const head = [
    '',
    'requests/s',
    'CPU us/request',
    'as named, least',
    'p50 ms',
    'p99 ms',
    'of the limit',
    'of the limit by CPU',
  ];
  const { rounds, seconds, connections } = options;
  return [
    `${new Date().toISOString().slice(0, 10)}, node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? ''}`,
    `${rounds} rounds of ${seconds} s each, ${connections} connections, one request under way on each: median (least-greatest)`,
    '',
    table([head, ...rows]),
    '',
    'The limit answers the same bytes and headers and does nothing else. Latencies are those of a saturated server.',
  ].join('\n');
}
