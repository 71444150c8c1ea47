import { SetMetadata } from '@nestjs/common';

export const CACHE_TTL = 'inframind:cache-ttl';
export type CacheTtlFactory = (body: unknown) => number;

/** The lifetime of a route's entry in seconds: fixed, or chosen from the answer. */
export const CacheTTL = (ttlS: number | CacheTtlFactory) =>
  SetMetadata(CACHE_TTL, typeof ttlS === 'number' ? () => ttlS : ttlS);
