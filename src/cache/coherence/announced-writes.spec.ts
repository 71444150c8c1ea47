import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { AnnouncedWrites } from './announced-writes.js';
import { scope } from './scope.js';

const PENDING_MS = 10_000;
const ANSWER = scope('assessment', 'a');

describe('an announced write', () => {
  it('is known until its deadline, and news after it: it took effect when nothing was pending', async () => {
    const clock = new ManualClock();
    const writes = new AnnouncedWrites(clock);
    writes.add('w', [ANSWER], true, clock.nowMs() + PENDING_MS);
    await clock.advance(PENDING_MS);
    expect([writes.has('w'), writes.hasDeletion(ANSWER)]).toEqual([true, true]);
    await clock.advance(1);
    expect([writes.has('w'), writes.hasDeletion(ANSWER)]).toEqual([false, false]);
  });

  it('that failed hides nobody else’s deletion, and takes no other announced deletion’s mark', () => {
    const clock = new ManualClock();
    const writes = new AnnouncedWrites(clock);
    const untilMs = clock.nowMs() + PENDING_MS;
    writes.add('failed', [ANSWER], true, untilMs);
    writes.drop('failed', [ANSWER]);
    expect([writes.has('failed'), writes.hasDeletion(ANSWER)]).toEqual([false, false]);
    writes.add('failed', [ANSWER], true, untilMs);
    writes.add('other', [ANSWER], true, untilMs);
    writes.drop('failed', [ANSWER]);
    expect([writes.has('other'), writes.hasDeletion(ANSWER)]).toEqual([true, true]);
  });

  it('is known as a deletion only where it deletes', () => {
    const clock = new ManualClock();
    const writes = new AnnouncedWrites(clock);
    writes.add('w', [ANSWER], false, clock.nowMs() + PENDING_MS);
    expect([writes.has('w'), writes.hasDeletion(ANSWER)]).toEqual([true, false]);
  });
});
