import { readFileSync, writeFileSync } from 'node:fs';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CACHE_KEY } from '../../src/cache/decorators/cache-key.decorator.js';
import { CACHE_TTL } from '../../src/cache/decorators/cache-ttl.decorator.js';
import { CACHE_POLICY, NOT_CACHED } from '../../src/cache/decorators/cached.decorator.js';
import { RoutePolicies } from '../../src/cache/http/route-policies.js';
import { ACCESS_RULE } from '../../src/platform/security/access.decorators.js';
import type { CachePolicy } from '../../src/cache/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { cacheMap, MAP_BEGIN, MAP_END } from '../support/cache-map.js';

interface Route {
  readonly name: string;
  readonly method: RequestMethod;
  readonly path: string;
  readonly metadata: (key: string) => unknown;
  /** The decorated arguments of the handler: `type:index` -> what the decorator was given. */
  readonly args: Readonly<Record<string, { readonly data?: unknown; readonly schema?: unknown }>>;
}

let service: TestApp;
let routes: readonly Route[];

beforeAll(async () => {
  service = await startApp();
  routes = routesOf(service);
});

afterAll(() => service.close());

function routesOf({ app }: TestApp): Route[] {
  const scanner = app.get(MetadataScanner, { strict: false });
  return app
    .get(DiscoveryService, { strict: false })
    .getControllers()
    .flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, object>;
      return scanner.getAllMethodNames(prototype).flatMap((method) => {
        const handler = prototype[method];
        if (handler === undefined || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
        const paths = [
          Reflect.getMetadata(PATH_METADATA, metatype),
          Reflect.getMetadata(PATH_METADATA, handler),
        ];
        return [
          {
            name: `${metatype.name}.${method}`,
            method: Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod,
            path: `/${paths.flat().map(String).join('/')}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'),
            metadata: (key: string): unknown =>
              Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, metatype),
            args: (Reflect.getMetadata(ROUTE_ARGS_METADATA, metatype, method) ?? {}) as Route['args'],
          },
        ];
      });
    });
}

const README = new URL('../../src/cache/README.md', import.meta.url);

/** The formatter aligns tables. */
const unaligned = (text: string): string => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');

const names = (wrong: readonly Route[]): string[] => wrong.map(({ name }) => name);

describe('every route', () => {
  it('is walked: the contract has more than fifteen', () => {
    expect(routes.length).toBeGreaterThan(15);
    expect(routes.map(({ path }) => path)).toContain('/api/v2/assessments/:id');
  });

  it('states an access rule', () => {
    expect(names(routes.filter(({ metadata }) => metadata(ACCESS_RULE) === undefined))).toEqual([]);
  });

  it('that is a GET is cached, or says why not, and never both', () => {
    const gets = routes.filter(({ method }) => method === RequestMethod.GET);
    const undecided = gets.filter(
      ({ metadata }) => (metadata(CACHE_POLICY) === undefined) === (metadata(NOT_CACHED) === undefined),
    );
    expect(names(undecided)).toEqual([]);
    const reasons = gets.map(({ metadata }) => metadata(NOT_CACHED)).filter((reason) => reason !== undefined);
    expect(reasons.filter((reason) => typeof reason !== 'string' || reason.length < 10)).toEqual([]);
  });

  it('that is cached has key, lifetime, scope, owner, access and the events that make it stale', () => {
    const cached = routes.filter(({ metadata }) => metadata(CACHE_POLICY) !== undefined);
    expect(cached.length).toBeGreaterThan(0);
    const incomplete = cached.filter(({ metadata }) => {
      const policy = metadata(CACHE_POLICY) as Record<string, unknown>;
      const verbs = ['key', 'scope', 'ttlS', 'owner', 'access'];
      return (
        typeof metadata(CACHE_KEY) !== 'function' ||
        typeof metadata(CACHE_TTL) !== 'function' ||
        verbs.some((verb) => typeof policy[verb] !== 'function') ||
        Object.keys(policy['staleBy'] as object).length === 0
      );
    });
    expect(names(incomplete)).toEqual([]);
    expect(service.app.get(RoutePolicies).all()).toHaveLength(cached.length);
  });

  it('that is not a GET is not cached', () => {
    const writes = routes.filter(({ method }) => method !== RequestMethod.GET);
    expect(names(writes.filter(({ metadata }) => metadata(CACHE_POLICY) !== undefined))).toEqual([]);
  });

  it('that takes a body or a query states its schema', () => {
    const BODY = 3;
    const QUERY = 4;
    const unchecked = routes.filter(({ args }) =>
      Object.entries(args).some(
        ([place, { schema }]) => [BODY, QUERY].includes(Number(place.split(':')[0])) && schema === undefined,
      ),
    );
    const checked = routes
      .flatMap(({ args }) => Object.values(args))
      .filter(({ schema }) => schema !== undefined);
    expect(checked.length).toBeGreaterThan(5);
    expect(names(unchecked)).toEqual([]);
  });

  it('that has a cache key ignores query parameters it does not know', async () => {
    const cached = routes.filter(({ metadata }) => metadata(CACHE_KEY) !== undefined);
    for (const { metadata } of cached) {
      const key = metadata(CACHE_KEY) as (request: object) => string | null;
      const request = { params: { id: 'a'.repeat(24) }, query: {}, caller: { userId: 'u', role: 'user' } };
      expect(key({ ...request, query: { junk: '1' } })).toBe(key(request));
    }
  });

  it('that is cached stands in the cache map of the README (UPDATE_CACHE_MAP=1 writes it)', () => {
    const mapped = routes.flatMap(({ path, metadata }) => {
      const policy = metadata(CACHE_POLICY) as CachePolicy | undefined;
      return policy === undefined ? [] : [{ path, policy }];
    });
    const readme = readFileSync(README, 'utf8');
    const [before, rest] = readme.split(MAP_BEGIN);
    const after = rest?.split(MAP_END)[1] ?? '';
    const expected = `${before}${cacheMap(mapped)}${after}`;
    if (process.env['UPDATE_CACHE_MAP'] === '1') writeFileSync(README, expected);
    expect(unaligned(readFileSync(README, 'utf8'))).toBe(unaligned(expected));
  });
});
