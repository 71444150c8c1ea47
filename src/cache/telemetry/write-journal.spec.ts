import { describe, expect, it } from '@jest/globals';
import { scope } from '../coherence/scope.js';
import { WriteJournal } from './write-journal.js';

describe('the journal of writes', () => {
  it('has what an administrator did, and that it failed', async () => {
    const journal = new WriteJournal();
    await journal.during('cache.purged', [scope('assessment', 'a')], () => Promise.resolve());
    const fault = new Error('Redis does not answer');
    await expect(journal.during('cache.cleared', [], () => Promise.reject(fault))).rejects.toBe(fault);
    expect(journal.since(0)).toMatchObject([
      { sequence: 1, type: 'cache.purged', scopes: ['assessment:a'], outcome: 'written' },
      { sequence: 2, type: 'cache.cleared', scopes: [], scopeCount: 0, outcome: 'failed' },
    ]);
  });
});
