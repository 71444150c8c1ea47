import { describe, expect, it } from '@jest/globals';
import { SeenWrites } from './seen-writes.js';
import { type JournalledWrite, WriteJournal } from './write-journal.js';

function writes(count: number): readonly JournalledWrite[] {
  const journal = new WriteJournal();
  for (let turn = 0; turn < count; turn += 1) journal.enter(['assessment.updated'], []).ended('written');
  return journal.since(0);
}

describe('seen writes', () => {
  it('are each told once, however often they are heard', () => {
    const seen = new SeenWrites('one');
    const [first, second] = writes(2);
    if (first === undefined || second === undefined) throw new Error('two writes');
    expect(seen.add([first], [])).toHaveLength(1);
    expect(seen.add([second], [{ instanceId: 'one', write: first }])).toHaveLength(1);
    expect(seen.add([], [{ instanceId: 'one', write: second }])).toHaveLength(0);
    expect(seen.add([], [{ instanceId: 'two', write: second }])).toHaveLength(1);
    expect(seen.recent()).toHaveLength(3);
  });

  it('are bounded, as what is known of them is', () => {
    const seen = new SeenWrites('one');
    for (let turn = 0; turn < 50; turn += 1) {
      const told = writes(20).map((write) => ({ instanceId: `instance ${turn}`, write }));
      expect(seen.add([], told)).toHaveLength(20);
    }
    expect(seen.recent()).toHaveLength(100);
  });
});

describe('a journal', () => {
  it('keeps the last hundred and gives those after a number', () => {
    const kept = writes(150);
    expect(kept).toHaveLength(100);
    expect(kept.at(-1)?.sequence).toBe(150);
    const journal = new WriteJournal();
    journal.enter(['user.deleted', 'assessment.deleted'], []).ended('unknown');
    expect(journal.since(0)).toEqual([
      expect.objectContaining({ type: 'user.deleted and 1 more', outcome: 'unknown', commitMs: null }),
    ]);
    expect(journal.since(1)).toEqual([]);
  });
});
