import { Inject, Injectable } from '@nestjs/common';
import { CacheAdmin, CachedRoutes, CachePulse, LATENCY_BOUNDS_MS } from '../../cache/index.js';
import { DomainError } from '../../kernel/errors.js';
import { type Config, CONFIG } from '../../platform/config/index.js';
import { LOGGER, type Logger } from '../../platform/logging/index.js';
import type { Caller } from '../../platform/security/caller.js';
import type {
  ExplainQuery,
  ExplanationAnswer,
  JourneyAnswer,
  OverviewAnswer,
  PurgeAnswer,
  PurgeBody,
  SwitchesAnswer,
  TryBody,
} from './cache-admin.dto.js';
import { toExplanation, toOverview } from './cache-admin.mapper.js';
import { brokenJourneyOf } from './broken-journey.js';
import { journeyOf } from './journey.js';
import { switchesOf } from './switches.js';
import { type Asker, TriedRequest } from './tried-request.js';

/** What an administrator may see of the cache, and do to it. Every action is logged with who did it. */
@Injectable()
export class CacheAdminService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly cache: CacheAdmin,
    private readonly routes: CachedRoutes,
    private readonly pulse: CachePulse,
    private readonly tried: TriedRequest,
  ) {}

  overview(): OverviewAnswer {
    const { instanceId } = this.config;
    const resources = this.routes.resources();
    return toOverview(instanceId, this.pulse.state(), this.pulse.latencies(), LATENCY_BOUNDS_MS, resources);
  }

  /** @throws DomainError `not_found` for a key or path that is no cached resource's */
  async explain(caller: Caller, { key, path }: ExplainQuery): Promise<ExplanationAnswer> {
    const asked = key ?? (await this.keyOf(path ?? '', caller));
    const explanation = await this.cache.explain(asked);
    this.log(caller, 'explain', explanation.key);
    return toExplanation(explanation, this.config.instanceId);
  }

  /** @throws DomainError `not_found` for a scope that no cached resource has */
  async purge(caller: Caller, { scope: name }: PurgeBody): Promise<PurgeAnswer> {
    const scope = this.routes.scopeNamed(name);
    if (scope === null) {
      throw new DomainError(
        'not_found',
        'cache_scope_unknown',
        'No cached resource has a scope of this form.',
      );
    }
    this.log(caller, 'purge', scope);
    const startedMs = performance.now();
    await this.cache.purge(scope);
    return { scope, took_ms: Math.round((performance.now() - startedMs) * 100) / 100 };
  }

  /** @throws DomainError `not_found` for a path of no cached route */
  async try(caller: Caller, { path, fresh }: TryBody, asker: Asker): Promise<JourneyAnswer> {
    const route = await this.routes.find(path, caller);
    if (route === null) throw noSuchPath();
    this.log(caller, 'try', route.key ?? route.resource);
    const { status, cacheStatus, sizeBytes, tookMs, read, course } = await this.tried.get(
      path,
      fresh ?? false,
      asker,
    );
    const { cache, redis, instanceId } = this.config;
    const tiers = {
      l1: cache.enabled && cache.l1.enabled,
      l2: cache.enabled && cache.l2.enabled && redis !== null,
    };
    return {
      ...{ path, status },
      resource: route.resource,
      key: read?.key ?? route.key,
      scope: read?.scope ?? course?.scope ?? null,
      instance_id: instanceId,
      cache_status: cacheStatus,
      took_ms: Math.round(tookMs * 1000) / 1000,
      size_bytes: sizeBytes,
      stored: read?.outcome.kind === 'miss' && read.outcome.stored,
      steps: read === null ? brokenJourneyOf(course, status, tiers) : journeyOf(read, tiers),
    };
  }

  switches(): SwitchesAnswer {
    return { switches: [...switchesOf(this.config)] };
  }

  /** Who did what to which key, scope or resource; never a value. */
  log(caller: Caller, action: string, target?: string): void {
    this.logger.info({ userId: caller.userId, action, target }, 'cache administration');
  }

  private async keyOf(path: string, caller: Caller): Promise<string> {
    const route = await this.routes.find(path, caller);
    if (route === null) throw noSuchPath();
    if (route.key === null) {
      throw new DomainError(
        'not_found',
        'cache_path_bypassed',
        'A request for this path passes the cache by: it has no key.',
      );
    }
    return route.key;
  }
}

function noSuchPath(): DomainError {
  return new DomainError('not_found', 'cache_path_unknown', 'No cached route has this path.');
}
