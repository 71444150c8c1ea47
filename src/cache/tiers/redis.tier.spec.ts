import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { randomId } from '../../kernel/ids.js';
import { scope } from '../coherence/scope.js';
import { RedisTier } from './redis.tier.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let client: Redis;
beforeAll(() => {
  client = new Redis(process.env['TEST_REDIS_URL'] ?? '');
});
afterAll(() => client.quit());

it('forgets the generation of what was only asked for within a minute, and keeps that of what was stored', async () => {
  const prefix = `tier-${randomId()}`;
  const tier = new RedisTier(client, prefix);
  const epoch = { id: 'first', clearId: 'clear' };
  await tier.renewEpoch(null, { ...epoch, dataServer: 'data', busServer: 'bus', quarantineMs: 0 });
  const request = { epoch, scope: scope('thing', '1'), key: 'thing:1:details', lockToken: null };
  await tier.look({ ...request, freshGeneration: 'g1', wantEntry: true, lockMs: 1_000 });

  const generations = await client.keys(`${prefix}*:g:*`);
  expect(generations).toHaveLength(1);
  const [name = ''] = generations;
  expect(await client.pttl(name)).toBeGreaterThan(MINUTE_MS / 2);
  expect(await client.pttl(name)).toBeLessThanOrEqual(MINUTE_MS);

  await tier.store({ ...request, generation: 'g1', envelope: Buffer.from('{}'), ttlMs: 5_000 });
  expect(await client.pttl(name)).toBeGreaterThan(HOUR_MS);
});
