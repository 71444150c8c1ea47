import { register } from 'node:module';
import { parentPort } from 'node:worker_threads';

register('./typescript-hooks.mjs', import.meta.url);
const { startProxy } = await import('../support/proxy.js');

/** @type {Map<number, import('../support/proxy.js').Proxy>} */
const proxies = new Map();

parentPort?.on('message', (/** @type {import('./links.js').Order} */ order) => {
  obey(order).then(
    (port) => parentPort?.postMessage({ id: order.id, port }),
    (error) => parentPort?.postMessage({ id: order.id, problem: String(error) }),
  );
});

/** @param {import('./links.js').Order} order */
async function obey({ verb, proxy: number, value }) {
  if (verb === 'open') {
    const opened = await startProxy({ port: value });
    proxies.set(number, opened);
    return opened.port;
  }
  const proxy = proxies.get(number);
  if (proxy === undefined) throw new Error(`there is no proxy ${number}`);
  if (verb === 'delay') proxy.delay(value);
  else await proxy[verb]();
  return proxy.port;
}
