import { createHash } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';

export type RedisArgument = string | number | Buffer;

/** A Lua script by its hash; it is sent whole once when the server does not know it (NOSCRIPT). */
export class RedisScript {
  private readonly sha: string;

  constructor(private readonly source: string) {
    this.sha = createHash('sha1').update(source).digest('hex');
  }

  /** The reply, strings as Buffers. */
  async run(
    client: Redis | Cluster,
    keys: readonly string[],
    args: readonly RedisArgument[],
  ): Promise<unknown> {
    const rest = [keys.length, ...keys, ...args];
    try {
      return await client.callBuffer('EVALSHA', [this.sha, ...rest]);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('NOSCRIPT')) throw error;
      return client.callBuffer('EVAL', [this.source, ...rest]);
    }
  }
}
