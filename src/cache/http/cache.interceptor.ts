import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { firstValueFrom, from, map, mergeMap, type Observable, of } from 'rxjs';
import { CACHE_NODE, CACHE_OPTIONS } from '../cache.tokens.js';
import type { CacheNode } from '../cache-node.js';
import type { CacheOptions } from '../cache.options.js';
import type { Landing } from '../coherence/flights.js';
import type { Outcome, OutcomeDetail } from '../outcome.js';
import { OutcomeRecorder } from '../outcome-recorder.js';
import type { ReadRequest } from '../response-cache.js';
import { beginCourse, type ReadCourse } from '../telemetry/read-course.js';
import { ReadTelemetry } from '../telemetry/read-telemetry.js';
import type { Loaded } from '../tiers/entry.js';
import { cacheRequestOf, type HttpReply, type HttpRequest } from './cache-request.js';
import { answer, type Representation } from './answer.js';
import { etagOf, jsonBytes } from './etag.js';
import { KeyVariants } from './key-variants.js';
import { type RequestDirectives, requestDirectives } from './request-directives.js';
import { type RoutePolicy, RoutePolicies } from './route-policies.js';
import type { CacheRequest } from '../decorators/cache-policy.js';

/** A lifetime is shortened at random by up to this share, so that what was stored together does not expire together. */
const JITTER_SHARE = 0.1;

/** A request that the cache may answer. */
interface Question {
  readonly route: RoutePolicy;
  readonly seen: CacheRequest;
  readonly key: string;
  readonly directives: RequestDirectives;
  readonly course: ReadCourse;
}

/** HTTP <-> ResponseCache: what a request asks for, and what its answer says. */
@Injectable()
export class CacheInterceptor implements NestInterceptor {
  constructor(
    private readonly routes: RoutePolicies,
    private readonly variants: KeyVariants,
    private readonly recorder: OutcomeRecorder,
    private readonly telemetry: ReadTelemetry,
    @Inject(CACHE_NODE) private readonly node: CacheNode,
    @Inject(CACHE_OPTIONS) private readonly options: CacheOptions,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = context.getType() === 'http' ? this.routes.of(context.getHandler()) : null;
    if (route === null) return next.handle();
    const course = beginCourse(performance.now());
    const http = context.switchToHttp();
    const request = http.getRequest<HttpRequest>();
    const reply = http.getResponse<HttpReply>();
    this.telemetry.enter(request.id, course);
    const seen = cacheRequestOf(request, route.policy);
    const directives = requestDirectives(request.headers['cache-control']);
    const bypass = (): Observable<unknown> => this.bypass(route, request, reply, next, course);
    if (seen === null || directives.noStore || route.policy.condition?.(seen) === false) return bypass();
    const answer = (variant: string | null): Observable<unknown> => {
      const key = variant === null ? null : route.key(seen, variant);
      if (key === null) return bypass();
      return this.answer({ route, seen, key, directives, course }, request, reply, next);
    };
    const variant = this.variants.of(route.policy);
    return variant instanceof Promise
      ? from(variant.catch(() => null)).pipe(mergeMap(answer))
      : answer(variant);
  }

  private answer(
    { route, seen, key, directives, course }: Question,
    request: HttpRequest,
    reply: HttpReply,
    next: CallHandler,
  ): Observable<unknown> {
    const read: ReadRequest = {
      key,
      scope: route.policy.scope(seen),
      load: (noted) => this.timed(course, noted, load(route, seen, next, reply)),
      judge: (ownerId) => {
        course.isRefused = true; // until access has said otherwise
        route.policy.access(ownerId, seen.caller);
        course.isRefused = false;
      },
      fresh: directives.fresh || route.policy.refresh?.(seen) === true,
      onlyIfCached: directives.onlyIfCached,
      refreshAhead: route.policy.refreshAhead === true,
    };
    course.key = key;
    course.scope = read.scope;
    course.fresh = read.fresh;
    const send = (landing: Landing): Buffer | undefined =>
      this.send(route, request, reply, landing.entry, landing.outcome, read, course);
    const landing = this.read(read, directives.maxAgeMs);
    course.waits = landing instanceof Promise;
    return landing instanceof Promise ? from(landing).pipe(map(send)) : of(send(landing));
  }

  private read(read: ReadRequest, maxAgeMs: number): Landing | Promise<Landing> {
    const landing = this.node.reads.read(read);
    if (maxAgeMs === Infinity) return landing;
    return Promise.resolve(landing).then((first) =>
      first.outcome.kind === 'hit' && first.outcome.ageMs > maxAgeMs
        ? this.node.reads.read({ ...read, fresh: true })
        : first,
    );
  }

  private async timed(
    course: ReadCourse,
    noted: OutcomeDetail | null,
    loading: Promise<Loaded>,
  ): Promise<Loaded> {
    const startedMs = performance.now();
    course.noted = noted;
    try {
      const loaded = await loading;
      this.telemetry.recordLoad(performance.now() - startedMs);
      return loaded;
    } finally {
      course.loadMs = performance.now() - startedMs;
    }
  }

  private bypass(
    route: RoutePolicy,
    request: HttpRequest,
    reply: HttpReply,
    next: CallHandler,
    course: ReadCourse,
  ): Observable<unknown> {
    const detail = this.options.enabled ? null : 'disabled';
    return next.handle().pipe(
      map((value: unknown) => {
        course.loadMs = performance.now() - course.startedMs;
        this.telemetry.recordLoad(course.loadMs);
        const body = jsonBytes(value);
        return this.send(
          route,
          request,
          reply,
          { body, etag: etagOf(body) },
          { kind: 'bypass', detail },
          null,
          course,
        );
      }),
    );
  }

  private send(
    route: RoutePolicy,
    request: HttpRequest,
    reply: HttpReply,
    representation: Representation,
    outcome: Outcome,
    read: ReadRequest | null,
    course: ReadCourse,
  ): Buffer | undefined {
    this.recorder.record(route.policy.name, outcome);
    this.telemetry.record(request.id, {
      resource: route.policy.name,
      key: read?.key ?? null,
      scope: read?.scope ?? null,
      outcome,
      tookMs: performance.now() - course.startedMs,
      loadMs: course.loadMs,
    });
    if (this.options.debugHeaders) {
      reply.header('x-served-by', this.options.instanceId);
      if (read !== null) reply.header('x-cache-key', read.key).header('x-cache-scope', read.scope);
      reply.header('x-cache-reason', reasonOf(outcome));
    }
    return answer(request, reply, representation, outcome);
  }
}

/** pipes -> controller -> service (access) -> repository -> mapper, once, serialized once. */
async function load(
  route: RoutePolicy,
  seen: CacheRequest,
  next: CallHandler,
  reply: HttpReply,
): Promise<Loaded> {
  const value: unknown = await firstValueFrom(next.handle());
  const body = jsonBytes(value);
  // Only a 200 is stored, and never what sets a cookie.
  const storable = reply.statusCode === 200 && reply.getHeader('set-cookie') === undefined;
  const ttlMs = storable ? route.ttlS(value) * 1000 * (1 - Math.random() * JITTER_SHARE) : 0;
  return { body, etag: etagOf(body), ownerId: route.policy.owner(value, seen), ttlMs };
}

function reasonOf(outcome: Outcome): string {
  if (outcome.kind === 'hit') return `found in ${outcome.tier}`;
  if (outcome.kind === 'bypass') return outcome.detail ?? 'the request is not cacheable';
  return outcome.detail ?? (outcome.forward === 'request' ? 'a fresh read was asked for' : 'in no tier');
}
