import { Controller, Get, Inject, Module, Param, Put } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import supertest from 'supertest';
import {
  Cached,
  CacheModule,
  type CacheOptions,
  type CachePolicy,
  scope,
  ScopedWrites,
} from '../../src/cache/index.js';
import { CACHE_NODE } from '../../src/cache/cache.tokens.js';
import type { CacheNode } from '../../src/cache/cache-node.js';
import { randomId } from '../../src/kernel/ids.js';
import { settleCache } from '../support/settled-environment.js';
import { undisturbed } from '../support/undisturbed.js';

/** The truth, which all processes of a test share. */
interface Database {
  value: number;
  reads: number;
}

const greeting: CachePolicy<{ value: number }> = {
  name: 'greeting',
  keyPattern: 'greeting:{name}',
  scopePattern: 'greeting:{name}',
  ttlPattern: '60 s',
  key: ({ params }) => `greeting:${params['name']}`,
  scope: ({ params }) => scope('greeting', params['name'] ?? ''),
  ttlS: () => 60,
  owner: () => '',
  access: () => undefined,
  staleBy: {},
};

const DATABASE = Symbol('DATABASE');

@Controller('greetings')
class GreetingsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly writes: ScopedWrites,
  ) {}

  @Get(':name')
  @Cached(greeting)
  async read(@Param('name') name: string): Promise<{ name: string; value: number }> {
    this.database.reads += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return { name, value: this.database.value };
  }

  @Put(':name')
  write(@Param('name') name: string): Promise<{ value: number }> {
    return this.writes.during([scope('greeting', name)], () => {
      this.database.value += 1;
      return Promise.resolve({ value: this.database.value });
    });
  }
}

const apps: NestFastifyApplication[] = [];

/** A Nest application that takes the cache room and nothing else of the house. */
async function boot(
  database: Database,
  options: Partial<CacheOptions>,
): Promise<ReturnType<typeof supertest>> {
  @Module({
    imports: [CacheModule.forRoot(cacheOptions(options))],
    controllers: [GreetingsController],
    providers: [{ provide: DATABASE, useValue: database }],
  })
  class GreetingsModule {}

  const app = await NestFactory.create<NestFastifyApplication>(GreetingsModule, new FastifyAdapter(), {
    logger: false,
  });
  apps.push(app);
  await app.listen(0, '127.0.0.1');
  return supertest(await app.getUrl());
}

function cacheOptions(options: Partial<CacheOptions>): CacheOptions {
  return {
    instanceId: randomId(),
    redis: null,
    enabled: true,
    l1: { enabled: true, maxBytes: 1_000_000, maxEntries: 100 },
    l2: { enabled: true, budgetMs: 5_000 },
    maxEntryBytes: 10_000,
    prefix: `room-${randomId()}`,
    consistency: 'available',
    ackWaitMs: 6_000,
    leaseMs: 6_000,
    pendingMs: 15_000,
    isolatedL1Ms: 5000,
    staleIfErrorS: 0,
    loadBoundMs: 5000,
    debugHeaders: true,
    logger: pino({ level: 'silent' }),
    ...options,
  };
}

async function sharedRedis(): Promise<Pick<CacheOptions, 'redis' | 'prefix'>> {
  const url = process.env['TEST_REDIS_URL'] ?? '';
  const prefix = `room-${randomId()}`;
  await settleCache(url, prefix);
  return {
    prefix,
    redis: { urls: [url], sentinels: [], sentinelName: null, busUrls: null },
  };
}

afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

describe('the cache room alone', () => {
  it('serves the second read from memory and the read after a write from the source', async () => {
    const database = { value: 1, reads: 0 };
    const http = await boot(database, {});
    const first = await http.get('/greetings/you').expect(200, '{"name":"you","value":1}');
    const second = await http.get('/greetings/you').expect(200, '{"name":"you","value":1}');
    await http.put('/greetings/you').expect(200);
    const third = await http.get('/greetings/you').expect(200, '{"name":"you","value":2}');
    expect(first.headers['cache-status']).toBe('inframind; fwd=miss; stored');
    expect(second.headers['cache-status']).toMatch(/^inframind; hit; ttl=[1-5]\d; detail=l1$/);
    expect(third.headers['cache-status']).toBe('inframind; fwd=miss; stored');
    expect(third.headers['etag']).not.toBe(first.headers['etag']);
    expect(database.reads).toBe(2);
  });

  it('reads once for a hundred requests at a time', async () => {
    const database = { value: 1, reads: 0 };
    const http = await boot(database, {});
    const answers = await Promise.all(Array.from({ length: 100 }, () => http.get('/greetings/all')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(100);
    expect(database.reads).toBe(1);
  });

  it('shares entries over Redis and makes them stale in both processes', async () => {
    const database = { value: 1, reads: 0 };
    const redis = await sharedRedis();
    const [one, two] = [await boot(database, redis), await boot(database, redis)];
    const nodes = apps.map((app) => app.get<CacheNode>(CACHE_NODE));
    await undisturbed(nodes, async () => {
      const name = `it-${randomId()}`;
      const path = `/greetings/${name}`;
      const body = () => JSON.stringify({ name, value: database.value });
      const { headers } = await one.get(path).expect(200, body());
      expect(headers['cache-status']).toBe('inframind; fwd=miss; stored');
      const reads = database.reads;
      const fromTwo = await two.get(path).expect(200, body());
      expect(fromTwo.headers['cache-status']).toMatch(/hit; ttl=\d+; detail=l2$/);
      const again = await two.get(path);
      expect(again.headers['cache-status']).toMatch(/detail=l1$/);
      expect(database.reads).toBe(reads);
      for (let round = 0; round < 20; round += 1) {
        await (round % 2 === 0 ? one : two).put(path).expect(200);
        await one.get(path).expect(200, body());
        await two.get(path).expect(200, body());
      }
    });
  });

  it('answers 304, no-cache and HEAD from the same entry', async () => {
    const database = { value: 1, reads: 0 };
    const http = await boot(database, {});
    const { headers } = await http.get('/greetings/you');
    await http.get('/greetings/you').set('if-none-match', String(headers['etag'])).expect(304, '');
    const fresh = await http.get('/greetings/you').set('cache-control', 'no-cache').expect(200);
    expect(fresh.headers['cache-status']).toBe('inframind; fwd=request; stored');
    const head = await http.head('/greetings/you').expect(200);
    expect(head.headers['content-length']).toBe(String(fresh.text.length));
    expect(head.headers['etag']).toBe(headers['etag']);
    expect(database.reads).toBe(2);
  });
});
