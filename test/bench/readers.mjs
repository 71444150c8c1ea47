import { parentPort, workerData } from 'node:worker_threads';
import { converse, requestBytes } from './connection.mjs';

/**
 * Readers of both instances, in a thread of their own, and the checker: a read that was sent after a write had been
 * acknowledged must not show less than that write. The writer keeps the acknowledged revision of each assessment in
 * memory that both threads see.
 *
 * @typedef {object} ReadersOrder
 * @property {readonly number[]} ports
 * @property {readonly import('./connection.mjs').Ask[]} asks
 * @property {Int32Array} acknowledged revisions, in the order of `asks`
 * @property {number} connections
 * @property {number} seconds
 */
/**
 * @typedef {object} Reads
 * @property {number} reads
 * @property {number} hits
 * @property {number} stale
 * @property {number} failures
 * @property {number} seconds
 */

const REVISION = /"revision":(\d+)\}$/;
const HIT = 'inframind; hit';
/** `"revision":` is the last field: its end of the body is enough to read it from. */
const TAIL_BYTES = 40;

/** @param {ReadersOrder} order */
async function readAll({ ports, asks, acknowledged, connections, seconds }) {
  const counts = { reads: 0, hits: 0, stale: 0, failures: 0 };
  let stopped = false;
  const startedMs = performance.now();
  const ends = Array.from({ length: connections }, (_, connection) => {
    const port = ports[connection % ports.length] ?? 0;
    const requests = asks.map((ask) => requestBytes(port, ask));
    let index = connection;
    let leastRevision = 0;
    return converse(
      port,
      () => {
        index = (index + 1) % requests.length;
        leastRevision = Atomics.load(acknowledged, index);
        return stopped ? null : (requests[index] ?? null);
      },
      ({ status, header, tail }) => {
        if (stopped) return;
        const revision = Number(
          REVISION.exec(tail.toString('latin1', Math.max(0, tail.length - TAIL_BYTES)))?.[1],
        );
        counts.reads += 1;
        if (header.includes(HIT)) counts.hits += 1;
        if (status !== 200 || Number.isNaN(revision)) counts.failures += 1;
        else if (revision < leastRevision) counts.stale += 1;
      },
    );
  });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  stopped = true;
  const took = (performance.now() - startedMs) / 1000;
  counts.failures += (await Promise.all(ends)).filter((orderly) => !orderly).length;
  return { ...counts, seconds: took };
}

parentPort?.postMessage(await readAll(workerData));
