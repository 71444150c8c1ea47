import { createHistogram } from 'node:perf_hooks';
import { converse, requestBytes } from './connection.mjs';

/**
 * The load, in a process of its own: closed loop, so many connections, all as fast as they are answered.
 *
 * @typedef {object} LoadOrder
 * @property {number} port
 * @property {readonly import('./connection.mjs').Ask[]} asks one for each connection, in turn
 * @property {number} status the only one that counts as an answer
 * @property {string} mark stands in the header of each answer that is of the kind that is measured
 * @property {number} connections
 * @property {number} seconds
 */
/**
 * @typedef {object} LoadResult
 * @property {number} requests answered within the time
 * @property {number} strays those of them without the mark
 * @property {number} failures other statuses, and connections lost
 * @property {number} seconds
 * @property {number} p50Us
 * @property {number} p99Us
 */

/**
 * @param {LoadOrder} order
 * @returns {Promise<LoadResult>}
 */
async function load({ port, asks, status, mark, connections, seconds }) {
  const histogram = createHistogram();
  let [requests, strays, failures] = [0, 0, 0];
  let stopped = false;
  const startedMs = performance.now();
  const ends = Array.from({ length: connections }, (_, index) => {
    const request = requestBytes(port, asks[index % asks.length] ?? { path: '/', headers: {} });
    return converse(
      port,
      () => (stopped ? null : request),
      (answer) => {
        if (answer.status !== status) failures += 1;
        if (stopped) return;
        requests += 1;
        if (!answer.header.includes(mark)) strays += 1;
        histogram.record(answer.us);
      },
    );
  });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  stopped = true;
  const tookSeconds = (performance.now() - startedMs) / 1000;
  const lost = (await Promise.all(ends)).filter((orderly) => !orderly).length;
  return {
    requests,
    strays,
    failures: failures + lost,
    seconds: tookSeconds,
    p50Us: histogram.percentile(50),
    p99Us: histogram.percentile(99),
  };
}

process.on('message', (/** @type {LoadOrder} */ order) => {
  load(order).then(
    (result) => process.send?.(result),
    () => process.exit(1),
  );
});
process.on('disconnect', () => process.exit(0));
