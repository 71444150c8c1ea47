import { SetMetadata } from '@nestjs/common';
import type { CacheRequest } from './cache-policy.js';

export const CACHE_KEY = 'inframind:cache-key';
export type CacheKeyFactory = (request: CacheRequest, variant: string) => string | null;

/** The key of a route's entry: a fixed text, or made from the request; null: this request has no entry. */
export const CacheKey = (key: string | CacheKeyFactory) =>
  SetMetadata(CACHE_KEY, typeof key === 'string' ? () => key : key);
