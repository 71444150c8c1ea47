import type { CachePolicy } from '../../src/cache/index.js';

export const MAP_BEGIN = '<!-- cache map: written by UPDATE_CACHE_MAP=1 npm test -- test/arch/routes -->';
export const MAP_END = '<!-- end of the cache map -->';

export interface MappedRoute {
  readonly path: string;
  readonly policy: CachePolicy;
}

/** The table of all cached routes, as it stands in the cache room's README. */
export function cacheMap(routes: readonly MappedRoute[]): string {
  const head = ['| route | key | lifetime | scope | made stale by |', '| --- | --- | --- | --- | --- |'];
  const rows = routes
    .map(({ path, policy }) => {
      const events = Object.keys(policy.staleBy).map((event) => `\`${event}\``);
      return `| \`GET ${path}\` | \`${policy.keyPattern}\` | ${policy.ttlPattern} | \`${policy.scopePattern}\` | ${events.join(', ')} |`;
    })
    .toSorted();
  return [MAP_BEGIN, '', ...head, ...rows, '', MAP_END].join('\n');
}
