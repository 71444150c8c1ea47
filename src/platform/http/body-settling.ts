import type { IncomingMessage } from 'node:http';

/** More than that is not read for politeness. */
const MOST_BYTES = 4 * 1024 * 1024;
const LONGEST_WAIT_MS = 1_000;

/**
 * Reads what is left of a request's body and forgets it, within bounds. Who answers while the client still sends and
 * then closes makes the client's system drop the answer (RFC 9112, 9.6): a refusal of a large body would look like a
 * broken connection.
 */
export async function settleBody(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed || !announcesBody(request)) return;
  await new Promise<void>((resolve) => {
    let bytes = 0;
    const count = (chunk: Buffer | string): void => {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) settle();
    };
    const timer = setTimeout(settle, LONGEST_WAIT_MS);
    function settle(): void {
      clearTimeout(timer);
      request.off('data', count).off('end', settle).off('close', settle).off('error', settle);
      resolve();
    }
    request.on('data', count).once('end', settle).once('close', settle).once('error', settle);
    request.resume();
  });
}

function announcesBody(request: IncomingMessage): boolean {
  return (
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  );
}
