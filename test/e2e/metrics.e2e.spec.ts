import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  eventually,
  nodeOf,
  settledEnvironment,
  type SignedIn,
  startApp,
  undisturbed,
} from '../support/app.js';
import { ASSESSMENTS, NO_SUCH_ID, startWorld, type World } from './assessments/world.js';

let world: World;
let user: SignedIn;

beforeAll(async () => {
  world = await startWorld(await settledEnvironment());
  user = await world.account();
});
afterAll(() => world.close());

/** Redis answers all along, or it is played again. */
const together = (scenario: () => Promise<void>) => (): Promise<void> =>
  undisturbed([nodeOf(world)], scenario);

/** Name with labels -> value. */
async function metrics(): Promise<ReadonlyMap<string, number>> {
  const { text } = await world.http.get('/metrics').expect(200);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

const request = (method: string, route: string, status: number, part = 'count') =>
  `inframind_http_request_duration_seconds_${part}{method="${method}",route="${route}",status="${status}"}`;
const reads = (outcome: string, detail = '') =>
  `inframind_cache_reads_total{resource="assessment_details",outcome="${outcome}",detail="${detail}"}`;
const events = (type: string, outcome = 'written') =>
  `inframind_domain_events_total{type="${type}",outcome="${outcome}"}`;

describe('GET /metrics', () => {
  it('is Prometheus’s text, for everybody who asks this instance itself', async () => {
    const { headers, text } = await world.http.get('/metrics').expect(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    const names = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const line of text.split('\n')) {
      expect(line).toMatch(/^(#.*|[a-z_:0-9]+(\{[^{}]*\})? (-?[0-9.e+-]+|NaN|\+Inf)|)$/i);
    }
  });

  it('counts requests by route pattern and status, whatever their paths were', async () => {
    const detail = '/api/v2/assessments/:id';
    const before = await metrics();
    const { id } = await world.create(user);
    await user.http.get(`${ASSESSMENTS}/${id}`).expect(200);
    await user.http.get(`${ASSESSMENTS}/${NO_SUCH_ID}`).expect(404);
    await world.http.get(`${ASSESSMENTS}/${id}`).expect(401);
    await world.http.get('/nowhere/at/all').expect(404);
    await world.http.get('/%zz').expect(400);
    const counted = async () => {
      const after = await metrics();
      return [
        request('POST', ASSESSMENTS, 201),
        request('GET', detail, 200),
        request('GET', detail, 404),
        request('GET', detail, 401),
        request('GET', 'none', 404),
        request('GET', 'none', 400),
      ].map((name) => (after.get(name) ?? 0) - (before.get(name) ?? 0));
    };
    // The end of a request is told when its connection has closed or is free again: shortly after the answer.
    await eventually(async () => (await counted()).every((count) => count === 1));
    const names = [...(await metrics()).keys()].join('\n');
    for (const secret of [id, user.userId, user.email, '/nowhere']) expect(names).not.toContain(secret);
    expect((await metrics()).get(request('GET', detail, 200, 'sum'))).toBeGreaterThan(0);
  });

  it(
    'counts reads by who answered, and writes with their events',
    together(async () => {
      const { id } = await world.create(user);
      const read = async () => String((await user.http.get(`${ASSESSMENTS}/${id}`)).headers['cache-status']);
      await eventually(async () => (await read()).includes('detail=l1'));
      const before = await metrics();
      await read();
      await user.http.get(`${ASSESSMENTS}/${id}`).set('cache-control', 'no-cache').expect(200);
      await user.http.put(`${ASSESSMENTS}/${id}`).send({ title: 'B' }).expect(200);
      await user.http.put(`${ASSESSMENTS}/${NO_SUCH_ID}`).send({ title: 'B' }).expect(404);
      const after = await metrics();
      const grown = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
      expect([grown(reads('hit-l1')), grown(reads('request'))]).toEqual([1, 1]);
      expect([grown(events('assessment.updated')), grown(events('assessment.updated', 'failed'))]).toEqual([
        1, 0,
      ]);
      for (const part of ['begin', 'commit']) {
        expect(grown(`inframind_cache_write_${part}_seconds_count`)).toBe(1);
        expect(grown(`inframind_cache_write_${part}_seconds_sum`)).toBeGreaterThan(0);
      }
    }),
  );

  it(
    'shows how the tiers and the protocol are',
    together(async () => {
      const values = await metrics();
      const { instanceId, cache } = world.config;
      expect(Object.fromEntries(values)).toMatchObject({
        [`inframind_cache_instance{instance_id="${instanceId}",mode="available"}`]: 1,
        inframind_cache_l1_max_bytes: cache.l1.maxBytes,
        inframind_cache_l1_max_entries: cache.l1.maxEntries,
        'inframind_cache_l2_circuit{state="closed"}': 1,
        'inframind_cache_l2_circuit{state="open"}': 0,
        inframind_cache_l2_usable: 1,
        inframind_cache_lease: 1,
        inframind_cache_pending_scopes: 0,
        inframind_cache_in_debt: 0,
        'inframind_jobs{state="waiting"}': 0,
      });
      expect(values.get('inframind_cache_l1_bytes')).toBeGreaterThan(0);
      expect(values.get('inframind_cache_bus_delay_seconds')).toBeGreaterThan(0);
      expect(values.get('process_cpu_seconds_total')).toBeGreaterThan(0);
    }),
  );

  it('does without what there is not: one process alone has no lease and no circuit', async () => {
    const alone = await startWorld({ REDIS_URL: '', CACHE_ENABLED: 'false' });
    try {
      const owner = await alone.account();
      const { id } = await alone.create(owner);
      await owner.http.get(`${ASSESSMENTS}/${id}`).expect(200);
      const { text } = await alone.http.get('/metrics').expect(200);
      expect(text).toContain('inframind_cache_l1_entries 0');
      expect(text).toContain(`${reads('bypass', 'disabled')} 1`); // and why the cache was not asked
      expect(text).not.toMatch(/inframind_cache_(lease|l2|bus)/);
    } finally {
      await alone.close();
    }
  });

  it('is nothing that a proxy passes on in production', async () => {
    const secret = { JWT_SECRET: 'a secret that is long enough for production' };
    const production = await startApp({ NODE_ENV: 'production', ...secret });
    try {
      await production.http.get('/metrics').expect(200);
      for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip']) {
        await production.http.get('/metrics').set(header, '203.0.113.7').expect(404);
        await world.http.get('/metrics').set(header, '203.0.113.7').expect(200);
      }
    } finally {
      await production.close();
    }
  });
});
