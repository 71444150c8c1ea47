import { parseArgs } from 'node:util';
import { eventually } from '../support/eventually.mjs';
import { ASSESSMENT, read, registerAccount, send, startLoader } from './client.mjs';
import { cpuSeconds } from './cpu-time.mjs';
import { median, spread, table } from './figures.mjs';
import { Bench } from './servers.mjs';

/*
 * What open pages of the console cost: the same instance under the same load, in turns without a page and with many, so
 * that whatever else the machine does meets both alike. CPU a request, of the server's own process, is the steadier
 * figure; what is left of the throughput is what people feel.
 */
const { values: options } = parseArgs({
  options: {
    pages: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '16' },
    dist: { type: 'string', default: new URL('../../dist', import.meta.url).pathname },
  },
});
const ADMIN = { email: 'bench-admin@example.com', password: 'a long passphrase for measuring' };

/** @typedef {{ perSecond: number, cpuUs: number, p99Us: number }} Sample */

const bench = new Bench(options.dist);
const loader = startLoader();
try {
  await bench.startStores();
  const server = await bench.startService({ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password });
  const { access_token: token } = await send(server.url, 'POST', '/api/v2/auth/login', {}, ADMIN);
  const asks = await warmAsks(server.url);
  /** @type {Record<'without' | 'with', Sample[]>} */
  const samples = { without: [], with: [] };
  await measure(server, asks); // the compiler has seen every path before the first round
  for (let round = 0; round < Number(options.rounds); round += 1) {
    const turns = /** @type {const} */ (['without', 'with']);
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) {
      const pages = turn === 'with' ? await openPages(server.url, String(token)) : null;
      samples[turn].push(await measure(server, asks));
      pages?.close();
    }
    process.stderr.write(`round ${round + 1} of ${options.rounds}\n`);
  }
  process.stdout.write(`${report(samples)}\n`);
} finally {
  loader.stop();
  await bench.stop();
}

/**
 * Each connection is a person who reads an assessment of theirs, which lies in memory.
 * @param {string} url
 */
async function warmAsks(url) {
  return Promise.all(
    Array.from({ length: Number(options.connections) }, async (_, index) => {
      const headers = await registerAccount(url, `bench-${index}@example.com`);
      const { id } = await send(url, 'POST', '/api/v2/assessments', headers, ASSESSMENT);
      const path = `/api/v2/assessments/${String(id)}`;
      await eventually(
        async () =>
          (await read(`${url}${path}`, headers)).headers['cache-status']?.includes('detail=l1') === true,
        { withinMs: 60_000, everyMs: 50, what: 'the assessment is in memory' }, // a new Redis is in quarantine at first
      );
      return { path, headers };
    }),
  );
}

/**
 * So many pages that watch, and read all that they are told.
 * @param {string} url
 * @param {string} token
 */
async function openPages(url, token) {
  const closing = new AbortController();
  const pages = await Promise.all(
    Array.from({ length: Number(options.pages) }, async () => {
      const response = await fetch(`${url}/api/v2/cache-admin/stream`, {
        headers: { authorization: `Bearer ${token}` },
        signal: closing.signal,
      });
      if (!response.ok) throw new Error(`A page was refused: ${response.status}`);
      const page = { bytes: 0 };
      void drain(response, page).catch(() => {}); // closed by us
      return page;
    }),
  );
  await eventually(() => pages.every(({ bytes }) => bytes > 0), { what: 'every page hears' });
  return { close: () => closing.abort() };
}

/**
 * @param {Response} response
 * @param {{ bytes: number }} page
 */
async function drain(response, page) {
  for await (const chunk of response.body ?? []) page.bytes += chunk.length;
}

/**
 * @param {import('./servers.mjs').Server} server
 * @param {readonly import('./connection.mjs').Ask[]} asks
 * @returns {Promise<Sample>}
 */
async function measure({ port, pid }, asks) {
  const before = cpuSeconds(pid);
  const { requests, failures, seconds, p99Us } = await loader.run({
    ...{ port, asks, status: 200, mark: 'detail=l1' },
    connections: Number(options.connections),
    seconds: Number(options.seconds),
  });
  if (failures > 0) throw new Error(`${failures} requests failed`);
  return { perSecond: requests / seconds, cpuUs: ((cpuSeconds(pid) - before) / requests) * 1e6, p99Us };
}

/** @param {Record<'without' | 'with', Sample[]>} samples */
function report(samples) {
  const rows = /** @type {const} */ (['without', 'with']).map((turn) => [
    turn === 'with' ? `${options.pages} pages` : 'no page',
    spread(
      samples[turn].map(({ perSecond }) => perSecond),
      0,
    ),
    spread(
      samples[turn].map(({ cpuUs }) => cpuUs),
      1,
    ),
    spread(
      samples[turn].map(({ p99Us }) => p99Us / 1000),
      1,
    ),
  ]);
  const pairs = samples.with
    .map((each, round) => [each, samples.without[round]])
    .flatMap(([one, other]) => (one === undefined || other === undefined ? [] : [{ one, other }]));
  const throughput = pairs.map(({ one, other }) => 100 * (1 - one.perSecond / other.perSecond));
  const cpu = pairs.map(({ one, other }) => 100 * (one.cpuUs / other.cpuUs - 1));
  return [
    table([['', 'requests/s', 'CPU µs/request', 'p99 ms'], ...rows]),
    '',
    `The pages cost ${median(throughput).toFixed(1)} % of the throughput and ${median(cpu).toFixed(1)} % CPU a request,`,
    `medians of ${options.rounds} pairs of ${options.seconds} s.`,
  ].join('\n');
}
