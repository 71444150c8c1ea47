import { Inject, Injectable } from '@nestjs/common';
import {
  CacheAdmin,
  CachedRoutes,
  CachePulse,
  MANAGER_PREFIX,
  OutcomeRecorder,
  type Scope,
} from '../../cache/index.js';
import { DomainError, invariant } from '../../kernel/errors.js';
import { isObjectId } from '../../kernel/ids.js';
import { LOGGER, type Logger } from '../../platform/logging/index.js';
import type { Caller } from '../../platform/security/caller.js';
import type { DemoStats, Outcomes, Purged } from './cache-demo.dto.js';
import { percentage } from './measurement.js';

const ALL_OF_A_SCOPE = ':*';

/** Shows the cache of this instance, and empties it; every action is logged with who did it. */
@Injectable()
export class CacheDemoService {
  constructor(
    private readonly cache: CacheAdmin,
    private readonly routes: CachedRoutes,
    private readonly pulse: CachePulse,
    private readonly recorder: OutcomeRecorder,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  stats(): DemoStats {
    const own = this.pulse.state().instances.find((instance) => instance.own)?.status;
    invariant(own !== undefined, 'this instance is always among the instances');
    const counts = Object.entries(this.recorder.snapshot());
    const { instance_id, enabled, mode, l1, l2, quarantine_ms } = own;
    return {
      ...{ instance_id, enabled, mode, l1: { ...l1 }, l2: { ...l2 }, quarantine_ms },
      total: outcomesOf(counts.map(([, each]) => each)),
      resources: counts.map(([resource, each]) => ({ resource, ...outcomesOf([each]) })),
    };
  }

  async clear(caller: Caller): Promise<void> {
    this.log(caller, 'clear');
    await this.cache.clear();
  }

  /**
   * Found by the form of scopes and keys, never by looking through what is stored.
   * @throws DomainError `not_found` for a pattern that fits no cached resource
   */
  async purge(caller: Caller, pattern: string): Promise<Purged> {
    const scope = this.scopeOf(pattern);
    if (scope === null) {
      throw new DomainError(
        'not_found',
        'cache_pattern_unknown',
        'No cached resource has keys of this form. Name a scope with :* behind it (assessment:<id>:*), or an exact key.',
      );
    }
    this.log(caller, 'purge', scope);
    await this.cache.purge(scope);
    return { purged: 1 };
  }

  private scopeOf(pattern: string): Scope | null {
    const written = withIdsAsKept(pattern);
    return written.endsWith(ALL_OF_A_SCOPE)
      ? this.routes.scopeNamed(written.slice(0, -ALL_OF_A_SCOPE.length))
      : this.cache.scopeOfKey(written);
  }

  private log(caller: Caller, action: string, target?: string): void {
    this.logger.info({ userId: caller.userId, action, target }, 'cache administration');
  }
}

/** An id in either case names the same, and is kept in small letters. A key of `CACHE_MANAGER` has no ids: it is a free text. */
function withIdsAsKept(pattern: string): string {
  if (pattern.startsWith(MANAGER_PREFIX)) return pattern;
  const parts = pattern.split(':');
  return parts.map((part) => (isObjectId(part) ? part.toLowerCase() : part)).join(':');
}

function outcomesOf(counts: readonly Readonly<Record<string, number>>[]): Outcomes {
  const sum = (label: string): number => counts.reduce((all, each) => all + (each[label] ?? 0), 0);
  const hits = { l1_hits: sum('hit-l1'), l2_hits: sum('hit-l2'), stale_hits: sum('hit-stale-if-error') };
  const [collapsed, loads, bypassed] = [sum('collapsed'), sum('miss') + sum('request'), sum('bypass')];
  const hit = hits.l1_hits + hits.l2_hits + hits.stale_hits;
  const cacheable = hit + collapsed + loads;
  return {
    ...hits,
    collapsed,
    loads,
    bypassed,
    total_requests: cacheable + bypassed,
    hit_rate: cacheable === 0 ? null : percentage(hit, cacheable),
  };
}
