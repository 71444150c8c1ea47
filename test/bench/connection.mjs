import { connect } from 'node:net';

/**
 * One kept-alive connection with one request under way, on a raw socket: it reads no more of an answer than its header
 * and where it ends, so that as much of the machine as possible is the server's.
 */

/** @typedef {{ path: string, headers: Record<string, string> }} Ask */
/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} header
 * @property {Buffer} tail the last bytes that came, the body's end
 * @property {number} us from the request to the end of the answer
 */

const EMPTY = Buffer.alloc(0);
const HEADER_END = Buffer.from('\r\n\r\n');
/** A server that says nothing for so long has failed. */
const SILENCE_LIMIT_MS = 5_000;

/**
 * @param {number} port
 * @param {() => Buffer | null} next the request to send; null: enough
 * @param {(answer: Answer) => void} answered
 * @returns {Promise<boolean>} when the connection has ended; false: by the server, or in silence
 */
export function converse(port, next, answered) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let enough = false;
    let sentMs = 0;
    /** The header of the answer that is coming, and its bytes still to come. */
    let header = '';
    let leftBytes = 0;
    let begun = EMPTY;
    const send = () => {
      const request = next();
      enough = request === null;
      if (request === null) return void socket.end();
      sentMs = performance.now();
      socket.write(request);
    };
    socket.on('connect', send);
    socket.on('data', (chunk) => {
      if (leftBytes === 0) {
        const bytes = begun.length === 0 ? chunk : Buffer.concat([begun, chunk]);
        const end = bytes.indexOf(HEADER_END);
        begun = end === -1 ? bytes : EMPTY;
        if (end === -1) return;
        header = bytes.toString('latin1', 0, end);
        leftBytes = bodyLength(header) - (bytes.length - end - HEADER_END.length);
      } else {
        leftBytes -= chunk.length;
      }
      if (leftBytes > 0) return;
      const us = Math.max(1, Math.round((performance.now() - sentMs) * 1000));
      answered({ status: Number(header.slice(9, 12)), header, tail: chunk, us });
      send();
    });
    socket.setTimeout(SILENCE_LIMIT_MS, () => socket.destroy());
    socket.on('error', () => {}); // `close` follows
    socket.on('close', () => resolve(enough));
  });
}

/**
 * @param {number} port
 * @param {Ask} ask
 */
export function requestBytes(port, { path, headers }) {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers });
  const header = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`GET ${path} HTTP/1.1\r\n${header}\r\n`);
}

/** @param {string} header */
function bodyLength(header) {
  return Number(/\r\ncontent-length: (\d+)/i.exec(header)?.[1] ?? 0);
}
