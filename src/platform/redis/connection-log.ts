import type { Cluster, Redis } from 'ioredis';
import type { Logger } from 'pino';
import { MINUTE_MS } from '../../kernel/duration.js';

/** A lost Redis fails twenty times a second; one line a minute says as much. */
const LOG_EVERY_MS = MINUTE_MS;

/**
 * Logs the life of a connection: that it was lost (and, while it stays so, once a minute), and that it is back. Also
 * the `error` listener without which ioredis prints every failed connect. Only the message is logged, without
 * credentials: a ReplyError carries the arguments of AUTH.
 */
export function logConnection(
  client: Redis | Cluster,
  role: string,
  secrets: readonly string[],
  logger: Logger,
  nowMs: () => number,
): void {
  let lost = false;
  let lastLineMs = Number.NEGATIVE_INFINITY;
  let unlogged = 0;
  client.on('error', (error: Error) => {
    if (nowMs() - lastLineMs < LOG_EVERY_MS) {
      unlogged += 1;
      return;
    }
    logger.warn(
      { redis: role, reason: withoutSecrets(reasonOf(error), secrets), unlogged },
      'Redis cannot be used',
    );
    lastLineMs = nowMs();
    unlogged = 0;
    lost = true;
  });
  client.on('ready', () => {
    if (lost) logger.info({ redis: role }, 'Redis is back');
    lost = false;
  });
}

/** A cluster hides the reason of a failed connect one level down; a refused one on several addresses has no message. */
function reasonOf(error: Error): string {
  const { lastNodeError, code } = error as Error & { lastNodeError?: Error; code?: string }; // ioredis and node add these
  return [error.message || code, lastNodeError?.message].filter(Boolean).join(': ');
}

/** Old servers repeat the arguments of a command that they do not know, AUTH's among them. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((cleaned, secret) => cleaned.replaceAll(secret, '***'), text);
}
