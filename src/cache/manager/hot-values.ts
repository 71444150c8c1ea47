import { Inject, Injectable } from '@nestjs/common';
import type { Cache } from 'cache-manager';
import { CACHE_NODE } from '../cache.tokens.js';
import type { CacheNode } from '../cache-node.js';
import type { Entry } from '../tiers/entry.js';
import { MANAGER_PREFIX } from './coherent-client.js';
import { CACHE_MANAGER } from './manager-cache.js';
import { decodeValue } from './value.codec.js';

/** A value of `CACHE_MANAGER` that is asked for with every request. */
export interface HotValue<Value> {
  /** At once while this process's memory may be believed to hold it, and parsed once; else as `wrap` gets it. */
  get(): Value | Promise<Value>;
}

export interface HotValueSource<Value> {
  readonly key: string;
  readonly ttlMs: number;
  load(): Promise<Value>;
}

/** Makes values of `CACHE_MANAGER` cheap enough for the hot path; what holds for its `wrap` holds for them. */
@Injectable()
export class HotValues {
  constructor(
    @Inject(CACHE_NODE) private readonly node: CacheNode,
    @Inject(CACHE_MANAGER) private readonly cache: Cache,
  ) {}

  of<Value>({ key, ttlMs, load }: HotValueSource<Value>): HotValue<Value> {
    let last: { readonly entry: Entry; readonly value: Value } | null = null;
    return {
      get: () => {
        const entry = this.node.memoryReads.hit(MANAGER_PREFIX + key)?.entry;
        if (entry !== undefined && last?.entry === entry) return last.value;
        const decoded = entry === undefined ? undefined : decodeValue(entry.body.toString());
        if (entry === undefined || decoded === undefined) return this.cache.wrap(key, load, ttlMs);
        const value = decoded.value as Value; // only `load` makes values of this key
        last = { entry, value };
        return value;
      },
    };
  }
}
