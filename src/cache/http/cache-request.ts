import type { UserId } from '../../kernel/ids.js';
import type { Caller } from '../../platform/security/caller.js';
import type { CachePolicy, CacheRequest } from '../decorators/cache-policy.js';

/** The part of Fastify's request that the cache reads. */
export interface HttpRequest {
  readonly id: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly caller?: Caller;
}

/** The part of Fastify's reply that the cache writes. */
export interface HttpReply {
  readonly statusCode: number;
  header(name: string, value: string | number): HttpReply;
  getHeader(name: string): unknown;
  status(code: number): HttpReply;
}

/** Who calls a route that asks for no token. */
const NOBODY: Caller = { userId: '' as UserId, role: 'viewer' }; // no account has an empty id

/** What a policy may see of the request; null where the query is not what the handler would accept: let it refuse. */
export function cacheRequestOf(request: HttpRequest, policy: CachePolicy): CacheRequest | null {
  const caller = request.caller ?? NOBODY;
  if (policy.query === undefined) return { params: request.params, query: {}, caller };
  const query = policy.query.safeParse(request.query);
  return query.success ? { params: request.params, query: query.data, caller } : null;
}
