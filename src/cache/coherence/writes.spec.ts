import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { LruMemoryTier } from '../tiers/memory.tier.js';
import { LocalState } from './local-state.js';
import { scope } from './scope.js';
import { MAX_SCOPES, Writes } from './writes.js';

const OPTIONS = {
  instanceId: 'one',
  strict: false,
  ackWaitMs: 50,
  leaseMs: 1_000,
  pendingMs: 10_000,
};
const scopes = (count: number) => Array.from({ length: count }, (_, index) => scope('thing', String(index)));

function alone(): { readonly local: LocalState; readonly writes: Writes } {
  const clock = new ManualClock();
  const local = new LocalState(new LruMemoryTier({ maxBytes: 1_000, maxEntries: 10 }), clock);
  const log = { info: () => undefined, warn: () => undefined };
  return { local, writes: new Writes(local, null, clock, log, OPTIONS) };
}

describe('a write', () => {
  it('of more scopes than one begin can tell of is refused before anything begins', async () => {
    const { local, writes } = alone();
    await expect(writes.begin(scopes(MAX_SCOPES + 1))).rejects.toThrow('at most 500 scopes');
    expect(local.pending.count()).toBe(0);
    await writes.begin(scopes(MAX_SCOPES));
    expect(local.pending.count()).toBe(MAX_SCOPES);
  });

  it('that deleted hides the change stream’s word of it, and one that failed does not', async () => {
    const { local, writes } = alone();
    const [done, failed] = [scope('thing', 'done'), scope('thing', 'failed')];
    await writes.commit(await writes.begin([done], true));
    await writes.commit(await writes.begin([failed], true), 'failed');
    expect([done, failed].map((each) => local.announced.hasDeletion(each))).toEqual([true, false]);
    expect(local.pending.count()).toBe(0);
  });
});
