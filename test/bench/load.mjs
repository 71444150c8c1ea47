import { connect } from 'node:net';
import { createHistogram } from 'node:perf_hooks';

/** @typedef {{ path: string, headers: Record<string, string> }} Ask */
/**
 * The load, in a process of its own: closed loop, one request under way on each kept-alive connection. It reads no more
 * of an answer than its status and where it ends, so that as much of the machine as possible is the server's.
 *
 * @typedef {object} LoadOrder
 * @property {number} port
 * @property {readonly Ask[]} asks one for each connection, in turn
 * @property {number} status the only one that counts as an answer
 * @property {number} connections
 * @property {number} seconds
 */
/**
 * @typedef {object} LoadResult
 * @property {number} requests answered within the time
 * @property {number} failures other statuses, and connections lost
 * @property {number} seconds
 * @property {number} p50Us
 * @property {number} p99Us
 */

/** A server that says nothing for so long has failed. */
const SILENCE_LIMIT_MS = 5_000;
const EMPTY = Buffer.alloc(0);
const HEADER_END = Buffer.from('\r\n\r\n');

/**
 * @param {LoadOrder} order
 * @returns {Promise<LoadResult>}
 */
async function load(order) {
  const histogram = createHistogram();
  const counts = { requests: 0, failures: 0, stopped: false };
  const requests = order.asks.map((ask) => requestBytes(order.port, ask));
  const startedMs = performance.now();
  const ends = Array.from({ length: order.connections }, (_, index) =>
    converse(order, requests[index % requests.length] ?? EMPTY, histogram, counts),
  );
  await new Promise((resolve) => setTimeout(resolve, order.seconds * 1000));
  counts.stopped = true;
  const seconds = (performance.now() - startedMs) / 1000;
  await Promise.all(ends);
  return {
    requests: counts.requests,
    failures: counts.failures,
    seconds,
    p50Us: histogram.percentile(50),
    p99Us: histogram.percentile(99),
  };
}

/**
 * @param {LoadOrder} order
 * @param {Buffer} request
 * @param {import('node:perf_hooks').RecordableHistogram} histogram
 * @param {{ requests: number, failures: number, stopped: boolean }} counts
 * @returns {Promise<void>} when the connection has ended
 */
function converse(order, request, histogram, counts) {
  return new Promise((resolve) => {
    const socket = connect({ port: order.port, host: '127.0.0.1', noDelay: true });
    let sentMs = 0;
    /** Bytes of the answer still to come; the answer's beginning where its header is not whole. */
    let leftBytes = 0;
    let begun = EMPTY;
    const send = () => {
      sentMs = performance.now();
      socket.write(request);
    };
    const answered = () => {
      if (counts.stopped) return void socket.end();
      counts.requests += 1;
      histogram.record(Math.max(1, Math.round((performance.now() - sentMs) * 1000)));
      send();
    };
    socket.on('connect', send);
    socket.on('data', (chunk) => {
      if (leftBytes === 0) {
        const bytes = begun.length === 0 ? chunk : Buffer.concat([begun, chunk]);
        const end = bytes.indexOf(HEADER_END);
        begun = end === -1 ? bytes : EMPTY;
        if (end === -1) return;
        const header = bytes.toString('latin1', 0, end);
        if (Number(header.slice(9, 12)) !== order.status) counts.failures += 1;
        leftBytes = bodyLength(header) - (bytes.length - end - HEADER_END.length);
      } else {
        leftBytes -= chunk.length;
      }
      if (leftBytes === 0) answered();
    });
    socket.setTimeout(SILENCE_LIMIT_MS, () => socket.destroy());
    socket.on('error', () => {}); // `close` follows
    socket.on('close', () => {
      if (!counts.stopped) counts.failures += 1;
      resolve();
    });
  });
}

/**
 * @param {number} port
 * @param {Ask} ask
 */
function requestBytes(port, { path, headers }) {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers });
  const header = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`GET ${path} HTTP/1.1\r\n${header}\r\n`);
}

/** @param {string} header */
function bodyLength(header) {
  return Number(/\r\ncontent-length: (\d+)/i.exec(header)?.[1] ?? 0);
}

process.on('message', (/** @type {LoadOrder} */ order) => {
  load(order).then(
    (result) => process.send?.(result),
    () => process.exit(1),
  );
});
process.on('disconnect', () => process.exit(0));
