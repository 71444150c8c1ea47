import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** One thread a core, each playing one request after the other. */
export class Pool {
  constructor(threads = availableParallelism()) {
    this.workers = Array.from(
      { length: threads },
      () => new Worker(new URL('./worker.mjs', import.meta.url)),
    );
    /** @type {Worker[]} */
    this.idle = [...this.workers];
    /** @type {((worker: Worker) => void)[]} */
    this.queue = [];
  }

  /**
   * @param {string} build
   * @param {import('./play.js').PlayRequest} request
   * @returns {Promise<import('./play.js').PlayResult>}
   */
  async play(build, request) {
    const worker = await this.free();
    try {
      return await new Promise((resolve, reject) => {
        worker.once('error', reject);
        worker.once('message', ({ result, error }) => {
          worker.off('error', reject);
          if (error === undefined) resolve(result);
          else reject(new Error(error));
        });
        worker.postMessage({ build, request });
      });
    } finally {
      const waiting = this.queue.shift();
      if (waiting === undefined) this.idle.push(worker);
      else waiting(worker);
    }
  }

  /** @returns {Promise<Worker>} */
  async free() {
    return this.idle.pop() ?? new Promise((resolve) => this.queue.push(resolve));
  }

  async end() {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}
