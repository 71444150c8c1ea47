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
  readonly key: string;
  readonly ttlMs: number;
  readonly load: () => Promise<Value>;
}

/** Makes values of `CACHE_MANAGER` cheap enough for the hot path; what holds for its `wrap` holds for them. */
@Injectable()
export class HotValues {
  private readonly parsed = new WeakMap<Entry, unknown>();

  constructor(
    @Inject(CACHE_NODE) private readonly node: CacheNode,
    @Inject(CACHE_MANAGER) private readonly cache: Cache,
  ) {}

  /**
   * The value at once, and the same object again, while this process's memory may be believed to hold it; else as `wrap`
   * gets it. Not to be changed by the caller.
   */
  get<Value>({ key, ttlMs, load }: HotValue<Value>): Value | Promise<Value> {
    const entry = this.node.memoryReads.hit(MANAGER_PREFIX + key)?.entry;
    if (entry === undefined) return this.cache.wrap(key, load, ttlMs);
    const known = this.parsed.get(entry);
    if (known !== undefined) return known as Value; // only `load` makes values of this key
    const decoded = decodeValue(entry.body.toString());
    if (decoded === undefined) return this.cache.wrap(key, load, ttlMs);
    this.parsed.set(entry, decoded.value);
    return decoded.value as Value; // as above
  }
}
