import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { CacheAdmin, type Explanation, scope } from '../../src/cache/index.js';
import {
  eventually,
  nodeOf,
  register,
  settledEnvironment,
  type SignedIn,
  startApp,
  type TestApp,
  undisturbed,
} from '../support/app.js';

let one: TestApp;
let two: TestApp;
let user: SignedIn;
let redis: Redis;
let id: string;

beforeAll(async () => {
  const env = {
    ...(await settledEnvironment()),
    JWT_SECRET: 'one secret for both, long enough for all',
  };
  one = await startApp({ ...env, INSTANCE_ID: 'one' });
  two = await startApp({ ...env, INSTANCE_ID: 'two' });
  user = await register(one.url);
  redis = new Redis(process.env['TEST_REDIS_URL'] ?? '');
});

afterAll(async () => {
  await Promise.all([one.close(), two.close(), redis.quit()]);
});

async function create(): Promise<string> {
  const { body } = await user.http.post('/api/v2/assessments').send({ title: 'explained' }).expect(201);
  return String((body as { id: unknown }).id);
}

/** Where the read was answered from. */
async function read(app: TestApp): Promise<string> {
  const { headers } = await app.http
    .get(`/api/v2/assessments/${id}`)
    .set('authorization', `Bearer ${user.accessToken}`)
    .expect(200);
  return /detail=([\w-]+)/.exec(String(headers['cache-status']))?.[1] ?? 'database';
}

/** The names of all commands that Redis carries out, read from a bare socket: ioredis stumbles over replies among them. */
async function startMonitor(): Promise<{ commands(): readonly string[]; end(): void }> {
  const { hostname, port } = new URL(process.env['TEST_REDIS_URL'] ?? '');
  const socket = connect(Number(port), hostname).setEncoding('utf8');
  let heard = '';
  socket.on('data', (text) => (heard += String(text)));
  socket.write('MONITOR\r\n');
  await eventually(() => heard.startsWith('+OK'));
  const commands = (): string[] =>
    // +1700000000.000000 [0 127.0.0.1:50000] "get" "key"
    [...heard.matchAll(/^\+[\d.]+ \[[^\]]*\] "(\w+)"/gm)].map(([, name = '']) => name.toLowerCase());
  return { commands, end: () => void socket.destroy() };
}

const admin = (app: TestApp): CacheAdmin => app.app.get(CacheAdmin, { strict: false });
const explain = (app: TestApp): Promise<Explanation> => admin(app).explain(`assessment:${id}:details`);

/** Plays a scenario over an assessment that nobody has read yet. */
const overNewOne = (scenario: () => Promise<void>) => (): Promise<void> =>
  undisturbed([one, two].map(nodeOf), async () => {
    id = await create();
    await scenario();
  });

describe('the cache’s administration', () => {
  it(
    'explains where a key lives, whose it is, how old, and what the next read finds',
    overNewOne(async () => {
      expect(await explain(one)).toMatchObject({ l1: null, l2: null, next: 'database', pending: false });
      await read(one);
      const [here, there] = [await explain(one), await explain(two)];
      expect(here).toMatchObject({ resource: 'assessment_details', scope: `assessment:${id}`, next: 'l1' });
      expect(here.l1).toMatchObject({ ownerId: user.userId, generation: here.generation ?? '' });
      expect(here.l1?.ttlMs).toBeGreaterThan(200_000);
      expect(there).toMatchObject({ l1: null, next: 'l2' });
      expect(there.l2).toMatchObject({ ownerId: user.userId, sizeBytes: here.l1?.sizeBytes });
      expect([await read(two), await read(two)]).toEqual(['l2', 'l1']);
    }),
  );

  it('does not know keys that nobody makes', async () => {
    await expect(admin(one).explain('somebody:else')).rejects.toMatchObject({ kind: 'not_found' });
  });

  it(
    'purges a scope in every tier of every process',
    overNewOne(async () => {
      for (const app of [one, two, two]) await read(app);
      await admin(one).purge(scope('assessment', id));
      expect(await read(two)).toBe('database');
      expect(await read(one)).toBe('l2');
    }),
  );

  it(
    'clears everything everywhere without a quarantine, and touches no key of others',
    overNewOne(async () => {
      await redis.set('somebody:else', 'kept');
      const monitor = await startMonitor();
      for (const app of [one, two, two]) await read(app);
      await admin(one).clear();
      expect([await read(two), await read(two), await read(one)]).toEqual(['database', 'l1', 'l2']);
      await admin(two).explain(`assessment:${id}:details`);
      expect(await redis.get('somebody:else')).toBe('kept');
      await eventually(() => monitor.commands().includes('get'), { what: 'it has heard' });
      const scanning = ['keys', 'scan', 'flushdb', 'flushall'];
      expect(monitor.commands().filter((command) => scanning.includes(command))).toEqual([]);
      monitor.end();
    }),
  );

  it('lists the tiers as they stand', () => {
    expect(admin(one).tiers()).toMatchObject({
      enabled: true,
      mode: 'available',
      l1: { enabled: true },
      l2: { enabled: true, circuit: 'closed', usable: true },
      lease: true,
    });
  });
});
