import { describe, expect, it } from '@jest/globals';
import { assembleNode } from '../../cache/cache-node.js';
import { InvalidationService } from '../../cache/index.js';
import type { RoutePolicies } from '../../cache/http/route-policies.js';
import { HotValues } from '../../cache/manager/hot-values.js';
import { createManagerCache } from '../../cache/manager/manager-cache.js';
import { WriteJournal } from '../../cache/telemetry/write-journal.js';
import { LruMemoryTier } from '../../cache/tiers/memory.tier.js';
import { DomainEvents } from '../../events/index.js';
import { systemClock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/errors.js';
import type { UserId } from '../../kernel/ids.js';
import type { AccountState } from '../../platform/security/account-directory.port.js';
import { CachedAccountDirectory } from './account-directory.js';
import type { AccountStateRepository } from './account-state.repository.js';

const USER = '0123456789abcdef01234567' as UserId;
const ACTIVE: AccountState = { role: 'user', isActive: true };
const INACTIVE: AccountState = { role: 'user', isActive: false };

const node = () =>
  assembleNode(
    {
      instanceId: 'one',
      enabled: true,
      l1: { enabled: true, maxBytes: 1_000_000, maxEntries: 100 },
      l2: { enabled: true, budgetMs: 50 },
      maxEntryBytes: 10_000,
      consistency: 'available',
      ackWaitMs: 50,
      leaseMs: 1000,
      pendingMs: 10_000,
      isolatedL1Ms: 1000,
      staleIfErrorS: 0,
      loadBoundMs: 1000,
    },
    new LruMemoryTier({ maxBytes: 1_000_000, maxEntries: 100 }),
    null,
    systemClock,
    { info: () => undefined, warn: () => undefined },
  );

/** A database of one account, the directory over a cache of one process, and how often was read. */
function setUp(state: AccountState | null) {
  const database = { state, reads: 0 };
  const repository: Pick<AccountStateRepository, 'load'> = {
    load: () => {
      database.reads += 1;
      return Promise.resolve(database.state);
    },
  };
  const events = new DomainEvents();
  const cacheNode = node();
  const routes = { all: () => [] } as unknown as RoutePolicies; // no routes in this test
  const invalidation = new InvalidationService(events, routes, cacheNode, new WriteJournal());
  const directory = new CachedAccountDirectory(
    new HotValues(cacheNode, createManagerCache(cacheNode)),
    repository as AccountStateRepository,
    invalidation,
  );
  directory.onModuleInit();
  return { database, directory, events };
}

describe('the account directory', () => {
  it('loads an account once for all who ask', async () => {
    const { database, directory } = setUp(ACTIVE);
    const answers = await Promise.all(Array.from({ length: 100 }, async () => directory.stateOf(USER)));
    expect(answers).toEqual(Array(100).fill(ACTIVE));
    expect(await directory.stateOf(USER)).toEqual(ACTIVE);
    expect(database.reads).toBe(1);
  });

  it('tells the new state right after an announced change', async () => {
    const { database, directory, events } = setUp(ACTIVE);
    await directory.stateOf(USER);
    await events.during({ type: 'user.updated', userId: USER }, () => {
      database.state = INACTIVE;
      return Promise.resolve();
    });
    expect(await directory.stateOf(USER)).toEqual(INACTIVE);
  });

  it('stores nothing while the outcome of a write is in doubt', async () => {
    const { database, directory, events } = setUp(ACTIVE);
    const doubt = new DomainError('unavailable', 'x', 'x', { outcomeUnknown: true });
    const write = events.during({ type: 'user.updated', userId: USER }, () => Promise.reject(doubt));
    await expect(write).rejects.toBe(doubt);
    await directory.stateOf(USER);
    await directory.stateOf(USER);
    expect(database.reads).toBe(2);
  });

  it('never stores that an account is missing', async () => {
    const { database, directory } = setUp(null);
    expect(await directory.stateOf(USER)).toBeNull();
    expect(await directory.stateOf(USER)).toBeNull();
    expect(database.reads).toBe(2);
  });
});
