import { beforeEach, expect, it } from '@jest/globals';
import { randomId } from '../../src/kernel/ids.js';
import { scope } from '../../src/cache/coherence/scope.js';
import type { EpochNames, Look, LookRequest, SharedTier } from '../../src/cache/tiers/shared-tier.port.js';
import { eventually } from '../support/eventually.mjs';

const NOTES = scope('doc', 'notes');
const KEY = 'notes/1';
const BODY = Buffer.from('{"a":1}');
const SERVERS = { dataServer: 'data', busServer: 'bus' };
/** Longer than any machine stands still. */
const LONG_MS = 300_000;

/** What every shared tier does; `make` gives an empty one. */
export function sharedTierContract(make: () => SharedTier | Promise<SharedTier>): void {
  let tier: SharedTier;
  let epoch: EpochNames;

  beforeEach(async () => {
    tier = await make();
    epoch = { id: 'first', clearId: 'clear' };
    await tier.renewEpoch(null, { ...epoch, ...SERVERS, quarantineMs: 0 });
  });

  async function look(request: Partial<LookRequest> = {}): Promise<Look> {
    const asked = { scope: NOTES, key: KEY, wantEntry: true, lockToken: null, lockMs: LONG_MS };
    const answer = await tier.look({ epoch, ...asked, freshGeneration: randomId(), ...request });
    if (answer.kind !== 'look') throw new Error('another epoch');
    return answer;
  }
  const store = (generation: string, lockToken: string | null = null, envelope: Buffer | null = BODY) =>
    tier.store({ epoch, scope: NOTES, key: KEY, generation, envelope, ttlMs: LONG_MS, lockToken });
  const begin = (writeId: string, pendingMs = LONG_MS) =>
    tier.begin({ epoch, scopes: [NOTES], writeId, pendingMs });
  const commit = (writeId: string) => tier.commit({ epoch, scopes: [NOTES], writeId });

  it('makes the generation that is offered where there is none, and keeps it', async () => {
    expect(await look({ freshGeneration: 'g1' })).toMatchObject({
      generation: 'g1',
      pending: false,
      entry: null,
    });
    expect(await look({ freshGeneration: 'g2' })).toMatchObject({ generation: 'g1' });
  });

  it('gives back what was stored under the generation, with its remaining lifetime', async () => {
    const { generation } = await look();
    expect(await store(generation)).toEqual({ kind: 'store', accepted: true, awaited: false });
    const { entry } = await look();
    expect(entry?.envelope.equals(BODY)).toBe(true);
    expect(entry?.remainingMs).toBeLessThanOrEqual(LONG_MS);
    expect(entry?.remainingMs).toBeGreaterThan(LONG_MS / 2);
    expect((await look({ wantEntry: false })).entry).toBeNull();
  });

  it('compares without storing where there is no body', async () => {
    const { generation } = await look();
    expect(await store(generation, null, null)).toMatchObject({ accepted: true });
    expect((await look()).entry).toBeNull();
  });

  it('refuses to store under another generation than the current one', async () => {
    const { generation } = await look();
    await begin('w1');
    await commit('w1');
    expect(await store(generation)).toMatchObject({ accepted: false });
    expect((await look()).entry).toBeNull();
  });

  it('has a new generation from the begin and another from the commit', async () => {
    const first = (await look()).generation;
    expect(await begin('w1')).toMatchObject({ kind: 'begun' });
    const second = (await look()).generation;
    await commit('w1');
    const third = (await look()).generation;
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it('tells that a write is pending, and stores nothing meanwhile', async () => {
    await begin('w1');
    const { generation, pending } = await look();
    expect(pending).toBe(true);
    expect(await store(generation)).toMatchObject({ accepted: false });
  });

  it('forgets with a commit that write alone', async () => {
    await begin('w1');
    await begin('w2');
    await commit('w1');
    expect((await look()).pending).toBe(true);
    await commit('w2');
    expect((await look()).pending).toBe(false);
  });

  it('begins several scopes at once', async () => {
    const other = scope('doc', 'others');
    await tier.begin({ epoch, scopes: [NOTES, other], writeId: 'w1', pendingMs: LONG_MS });
    expect((await look()).pending).toBe(true);
    expect((await look({ scope: other })).pending).toBe(true);
  });

  it('ends what is pending at its deadline', async () => {
    await begin('dead', 40);
    await eventually(async () => !(await look()).pending, { what: 'the deadline passes' });
  });

  it('makes an entry of before the begin unreachable', async () => {
    await store((await look()).generation);
    await begin('w1');
    expect((await look()).entry).toBeNull();
  });

  it('gives the load lock to one, and tells its owner that others wait', async () => {
    const { generation, lock } = await look({ lockToken: 'leader' });
    expect(lock).toBe('led');
    const second = await look({ lockToken: 'follower' });
    expect(second.lock).toBe('followed');
    expect(second.lockMs).toBeGreaterThan(0);
    expect(await look({ lockToken: 'leader' })).toMatchObject({ lock: 'led' });
    expect(await store(generation, 'leader')).toMatchObject({ accepted: true, awaited: true });
    expect(await look({ lockToken: 'follower' })).toMatchObject({ lock: 'none', entry: { envelope: BODY } });
  });

  it('takes the lock back from its owner alone', async () => {
    await look({ lockToken: 'leader' });
    const lock = { epoch, scope: NOTES, key: KEY };
    expect(await tier.unlock({ ...lock, lockToken: 'another' })).toBe(false);
    expect((await look({ lockToken: 'follower' })).lock).toBe('followed');
    expect(await tier.unlock({ ...lock, lockToken: 'leader' })).toBe(true);
    expect((await look({ lockToken: 'follower' })).lock).toBe('led');
  });

  it('ends a lock that nobody keeps, and prolongs one that is kept', async () => {
    await look({ lockToken: 'leader', lockMs: LONG_MS });
    await tier.keepLock({ epoch, scope: NOTES, key: KEY, lockToken: 'leader' }, 3 * LONG_MS);
    expect((await look({ lockToken: 'follower' })).lockMs).toBeGreaterThan(2 * LONG_MS);
    await look({ key: 'notes/2', lockToken: 'dead', lockMs: 30 });
    await eventually(async () => (await look({ key: 'notes/2', lockToken: 'next' })).lock === 'led', {
      what: 'the lock ends',
    });
  });

  it('gives no lock while a write is pending', async () => {
    await begin('w1');
    expect((await look({ lockToken: 'leader' })).lock).toBe('none');
  });

  it('does nothing under another epoch', async () => {
    const { generation } = await look();
    await tier.renewEpoch('first', { id: 'second', clearId: 'clear', ...SERVERS, quarantineMs: 0 });
    const asked = { scope: NOTES, key: KEY, wantEntry: true, lockToken: null, lockMs: LONG_MS };
    expect(await tier.look({ epoch, ...asked, freshGeneration: 'g' })).toEqual({ kind: 'other-epoch' });
    expect(await store(generation)).toEqual({ kind: 'other-epoch' });
    expect(await begin('w1')).toEqual({ kind: 'other-epoch' });
  });

  it('renews the epoch only where it is the expected one', async () => {
    const next = { clearId: 'clear', ...SERVERS, quarantineMs: 0 };
    expect(await tier.renewEpoch('another', { id: 'second', ...next })).toMatchObject({ id: 'first' });
    expect(await tier.renewEpoch('first', { id: 'second', ...next })).toMatchObject({
      id: 'second',
      ...SERVERS,
    });
    expect(await tier.readEpoch()).toMatchObject({ id: 'second', quarantineMs: 0 });
  });

  it('stores nothing in the quarantine of an epoch, and tells what is left of it', async () => {
    epoch = { id: 'second', clearId: 'clear' };
    const record = await tier.renewEpoch('first', { ...epoch, ...SERVERS, quarantineMs: LONG_MS });
    expect(record.quarantineMs).toBeGreaterThan(LONG_MS / 2);
    const { generation, quarantineMs, lock } = await look({ lockToken: 'leader' });
    expect(quarantineMs).toBeGreaterThan(LONG_MS / 2);
    expect(lock).toBe('none');
    expect(await store(generation)).toMatchObject({ accepted: false });
  });

  it('makes every entry unreachable with another clear id, and keeps generations and pending writes', async () => {
    const { generation } = await look();
    await store(generation);
    expect(await tier.renewClear('another', 'later')).toBe(false);
    expect(await tier.renewClear('first', 'later')).toBe(true);
    expect(await tier.look({ ...lookUnderOldClear(), epoch })).toEqual({ kind: 'other-epoch' });
    epoch = { id: 'first', clearId: 'later' };
    expect(await look()).toMatchObject({ generation, entry: null });
  });

  const lookUnderOldClear = () => ({
    scope: NOTES,
    key: KEY,
    wantEntry: true,
    lockToken: null,
    lockMs: 1000,
    freshGeneration: 'g',
  });

  it('tells whom it is connected to', async () => {
    const servers: (string | null)[] = [];
    tier.onConnection((server) => servers.push(server));
    await eventually(() => typeof servers[0] === 'string', { what: 'the server is told' });
  });
}
