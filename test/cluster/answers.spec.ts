import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.mjs';
import { startProcess } from '../support/service-process.js';
import { type Cluster, startCluster } from './cluster.js';
import { outOfQuarantine } from './health.js';
import type { Answer, Question } from './http-client.js';
import { create, register } from './make-cast.js';

const START_LIMIT_MS = 180_000;
const JUNK = 50_000;
const JUNK_LIMIT_MS = 300_000;
const AT_ONCE = 32;
/** Of so many bytes a request that were kept for later, a quarter would be seen. */
const KEPT_BYTES_A_REQUEST = 1_000;

/** Texts that a careless serializer revives, runs, or loses. */
const HOSTILE = [
  '_undefined_',
  '_function_x|() => 1',
  '_date_2020-01-01',
  '__proto__',
  'toJSON',
  '"},{"$where":"1"}',
  'v1|x',
  '\u{1F600}\\u0000',
];

let cluster: Cluster;
let token: string;

beforeAll(async () => {
  cluster = await startCluster({ mode: 'strict', processes: 2 });
  token = await register(cluster, 'owner@example.com');
  await outOfQuarantine(cluster);
}, START_LIMIT_MS);

afterAll(() => cluster.stop());

describe('an answer', () => {
  it.each(HOSTILE)('is the same bytes from the database, L1 and L2: %j', async (text) => {
    const id = await create(cluster, token, {
      title: text.slice(0, 200),
      description: text,
      tags: [text],
      business_requirements: { current_pain_points: [text], success_criteria: HOSTILE },
    });
    const answers: Answer[] = [];
    // Each tier must have its turn: on a busy machine another one answers now and then, and the same.
    const told = (tier: string): boolean => answers.some((answer) => tierOf(answer) === tier);
    await eventually(async () => {
      answers.push(await get(0, id, { headers: { 'cache-control': 'no-cache' } }));
      for (const index of [0, 0, 1, 1]) answers.push(await get(index, id));
      if (!told('l2')) answers.push(await get(1, id, { headers: { 'cache-control': 'no-cache' } }));
      return ['request', 'l1', 'l2'].every(told);
    });
    const [fromDatabase] = answers;
    for (const { body, headers } of answers) {
      expect(body).toEqual(fromDatabase?.body);
      expect(headers['etag']).toBe(fromDatabase?.headers['etag']);
    }
    const detail = JSON.parse(String(fromDatabase?.body)) as Record<string, unknown>;
    expect([detail['title'], detail['description'], detail['tags']]).toEqual([text, text, [text]]);
  });

  it.each(['toJSON', '__proto__', 'constructor', '$where'])(
    'has no room for a field named %s',
    async (name) => {
      const json: unknown = JSON.parse(
        `{"title":"x","business_requirements":{"${name}":"_function_x|() => 1"}}`,
      );
      const answer = await ask(0, '/api/v2/assessments', { method: 'POST', json });
      expect([400, 422]).toContain(answer.status);
    },
  );

  it('is the same bytes with each tier, or all of it, switched off', async () => {
    const id = await create(cluster, token, { title: 'with and without' });
    const expected = (await get(0, id, { headers: { 'cache-control': 'no-cache' } })).body;
    for (const off of ['CACHE_ENABLED', 'CACHE_L1_ENABLED', 'CACHE_L2_ENABLED']) {
      const process = await startProcess({
        ...cluster.node(0).variables(),
        [off]: 'false',
        INSTANCE_ID: 'other',
      });
      try {
        for (let turn = 0; turn < 3; turn += 1) {
          const answer = await cluster.http.ask(process.url, `/api/v2/assessments/${id}`, { token });
          expect([answer.status, answer.body]).toEqual([200, expected]);
        }
      } finally {
        await process.stop();
      }
    }
  });

  it('is refused to another user from every tier', async () => {
    const stranger = await register(cluster, 'stranger@example.com');
    const statuses: number[] = [];
    const refuse = async (index: number, id: string): Promise<void> => {
      statuses.push((await get(index, id, { token: stranger })).status);
    };
    await eventually(async () => {
      const id = await create(cluster, token);
      await refuse(0, id); // cold
      await get(0, id);
      if (tierOf(await get(0, id)) !== 'l1') return false;
      await refuse(0, id);
      await refuse(1, id); // from L2
      return tierOf(await get(1, id)) === 'l1'; // the refused read had brought it here
    });
    expect(new Set(statuses)).toEqual(new Set([404]));
  });
});

describe('a deactivated account', () => {
  it('is refused on the other instance at the next request', async () => {
    const leaving = await register(cluster, 'leaving@example.com');
    const me = await ask(1, '/api/v2/auth/me', { token: leaving });
    expect([me.status, (await ask(0, '/api/v2/auth/me', { token: leaving })).status]).toEqual([200, 200]);
    const login = await ask(0, '/api/v2/auth/login', { method: 'POST', json: cluster.admin });
    const admin = (JSON.parse(login.body.toString()) as { access_token: string }).access_token;
    const { id } = JSON.parse(me.body.toString()) as { id: string };
    const change = { method: 'PATCH', token: admin, json: { is_active: false } } as const;
    expect((await ask(0, `/api/v2/users/${id}`, change)).status).toBe(200);
    expect((await ask(1, '/api/v2/auth/me', { token: leaving })).status).toBe(401);
  });
});

describe('junk', () => {
  it(
    `in ${JUNK} distinct query strings leaves Redis and memory as they were`,
    async () => {
      const id = await create(cluster, token);
      await get(0, id, { headers: { 'cache-control': 'no-cache' } });
      await Promise.all(Array.from({ length: 2_000 }, (_, n) => get(0, `${id}?warm=${n}`)));
      const keys = await cluster.redis.dbsize();
      const memory = await cluster.node(0).process().liveBytes();
      let left = JUNK;
      const statuses = new Set<number>();
      const startedMs = performance.now();
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          while (left > 0) {
            left -= 1;
            statuses.add((await get(0, `${id}?junk=${left}&${left}`)).status);
          }
        }),
      );
      const seconds = (performance.now() - startedMs) / 1_000;
      const grown = (await cluster.node(0).process().liveBytes()) - memory;
      process.stdout.write(
        `junk: ${JUNK} requests in ${seconds.toFixed(0)} s, ${(await cluster.redis.dbsize()) - keys} Redis keys and ${(grown / 2 ** 20).toFixed(0)} MiB more\n`,
      );
      expect([...statuses]).toEqual([200]);
      expect((await cluster.redis.dbsize()) - keys).toBeLessThanOrEqual(2);
      expect(grown).toBeLessThan((JUNK * KEPT_BYTES_A_REQUEST) / 4);
    },
    JUNK_LIMIT_MS,
  );
});

describe('a service that dies', () => {
  it(
    'has lost nothing that it had acknowledged',
    async () => {
      const acknowledged = new Map<string, string>();
      const writing = (async () => {
        for (let n = 0; ; n += 1) {
          const title = `before the end ${n}`;
          const answer = await ask(0, '/api/v2/assessments', { method: 'POST', json: { title } }).catch(
            () => null,
          );
          if (answer === null) return;
          if (answer.status === 201)
            acknowledged.set((JSON.parse(answer.body.toString()) as { id: string }).id, title);
        }
      })();
      await eventually(() => acknowledged.size >= 10);
      await cluster.node(0).kill();
      await writing;
      await cluster.node(0).start();
      for (const [id, title] of acknowledged) {
        const { body } = await get(0, id);
        expect((JSON.parse(body.toString()) as { title: string }).title).toBe(title);
      }
      process.stdout.write(`killed: ${acknowledged.size} acknowledged writes, 0 lost\n`);
    },
    START_LIMIT_MS,
  );
});

function ask(index: number, path: string, question: Question = {}): Promise<Answer> {
  return cluster.http.ask(cluster.node(index).process().url, path, { token, ...question });
}

function get(index: number, id: string, question: Question = {}): Promise<Answer> {
  return ask(index, `/api/v2/assessments/${id}`, question);
}

function tierOf({ headers }: Answer): string {
  return /detail=([\w-]+)|fwd=(\w+)/.exec(String(headers['cache-status']))?.slice(1).find(Boolean) ?? '';
}
