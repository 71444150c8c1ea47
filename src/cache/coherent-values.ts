import { Inject, Injectable } from '@nestjs/common';
import { CACHE_NODE, CACHE_OPTIONS } from './cache.tokens.js';
import type { CacheNode } from './cache-node.js';
import type { CacheOptions } from './cache.options.js';
import type { Scope } from './coherence/scope.js';
import { etagOf, jsonBytes } from './http/etag.js';
import type { Entry } from './tiers/entry.js';

export interface ValueRequest<Value> {
  readonly key: string;
  readonly scope: Scope;
  readonly ttlMs: number;
  /** Reads the database; the value must survive JSON. */
  load(): Promise<Value>;
}

/** Values that are no responses, on the same read path and under the same protocol. */
@Injectable()
export class CoherentValues {
  /** What was parsed once is kept beside its entry: a hit in memory costs no parsing. */
  private readonly parsed = new WeakMap<Entry, { readonly value: unknown }>();

  constructor(
    @Inject(CACHE_NODE) private readonly node: CacheNode,
    @Inject(CACHE_OPTIONS) private readonly options: CacheOptions,
  ) {}

  /** Synchronous where L1 has the value. */
  read<Value>(request: ValueRequest<Value>): Value | Promise<Value> {
    if (!this.options.enabled) return request.load();
    const landing = this.node.reads.read({
      key: request.key,
      scope: request.scope,
      fresh: false,
      judge: () => undefined, // nobody's: the house itself asks
      load: async () => {
        const body = jsonBytes(await request.load());
        return { body, etag: etagOf(body), ownerId: '', ttlMs: request.ttlMs };
      },
    });
    return landing instanceof Promise
      ? landing.then(({ entry }) => this.valueOf(entry))
      : this.valueOf(landing.entry);
  }

  private valueOf<Value>(entry: Entry): Value {
    let known = this.parsed.get(entry);
    if (known === undefined)
      this.parsed.set(entry, (known = { value: JSON.parse(entry.body.toString()) as unknown }));
    return known.value as Value; // the key's loader made it
  }
}
