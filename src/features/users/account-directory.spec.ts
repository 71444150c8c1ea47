import { describe, expect, it } from '@jest/globals';
import { DomainEvents } from '../../events/index.js';
import { DomainError } from '../../kernel/errors.js';
import type { UserId } from '../../kernel/ids.js';
import type { AccountState } from '../../platform/security/account-directory.port.js';
import { DatabaseAccountDirectory } from './account-directory.js';
import type { AccountStateRepository } from './account-state.repository.js';

const USER = '0123456789abcdef01234567' as UserId;
const ACTIVE: AccountState = { role: 'user', isActive: true };
const INACTIVE: AccountState = { role: 'user', isActive: false };

/** A database whose answers the test lets go one by one. */
function setUp() {
  const asked: ((state: AccountState | null) => void)[] = [];
  const source: Pick<AccountStateRepository, 'load'> = {
    load: () => new Promise((answer) => asked.push(answer)),
  };
  const events = new DomainEvents();
  const directory = new DatabaseAccountDirectory(source as AccountStateRepository, events);
  directory.onModuleInit();
  return { asked, directory, events };
}

async function remembering(state: AccountState) {
  const parts = setUp();
  const loading = parts.directory.stateOf(USER);
  parts.asked[0]?.(state);
  await loading;
  return parts;
}

describe('the account directory', () => {
  it('loads an account once for all who ask at once, then answers without a promise', async () => {
    const { asked, directory } = setUp();
    const answers = Array.from({ length: 100 }, async () => directory.stateOf(USER));
    expect(asked).toHaveLength(1);
    asked[0]?.(ACTIVE);
    expect(await Promise.all(answers)).toEqual(Array(100).fill(ACTIVE));
    expect(directory.stateOf(USER)).toBe(ACTIVE);
    expect(asked).toHaveLength(1);
  });

  it('forgets an account when a write to it is announced, and remembers nothing while it lasts', async () => {
    const { asked, directory, events } = await remembering(ACTIVE);
    await events.during({ type: 'user.updated', userId: USER }, async () => {
      const during = directory.stateOf(USER);
      asked[1]?.(ACTIVE);
      expect(await during).toBe(ACTIVE);
    });
    const after = directory.stateOf(USER);
    asked[2]?.(INACTIVE);
    expect(await after).toBe(INACTIVE);
    expect(directory.stateOf(USER)).toBe(INACTIVE);
  });

  it('does not keep what was being loaded when a write began', async () => {
    const { asked, directory, events } = setUp();
    const late = directory.stateOf(USER);
    await events.during({ type: 'user.deleted', userId: USER, assessmentIds: [] }, () => Promise.resolve());
    asked[0]?.(ACTIVE);
    await late;
    const after = directory.stateOf(USER);
    expect(after).toBeInstanceOf(Promise);
    asked[1]?.(null);
    expect(await after).toBeNull();
  });

  it('remembers nothing while the outcome of a write is in doubt', async () => {
    const { asked, directory, events } = await remembering(ACTIVE);
    const doubt = new DomainError('unavailable', 'x', 'x', { outcomeUnknown: true });
    const write = events.during({ type: 'user.updated', userId: USER }, () => Promise.reject(doubt));
    await expect(write).rejects.toBe(doubt);
    for (const nth of [1, 2]) {
      const answer = directory.stateOf(USER);
      asked[nth]?.(ACTIVE);
      await answer;
    }
    expect(asked).toHaveLength(3);
  });

  it('leaves other accounts and other events alone', async () => {
    const { asked, directory, events } = await remembering(ACTIVE);
    const other = 'f'.repeat(24) as UserId;
    await events.during({ type: 'user.updated', userId: other }, () => Promise.resolve());
    expect(directory.stateOf(USER)).toBe(ACTIVE);
    expect(asked).toHaveLength(1);
  });

  it('hands on a failure and asks again', async () => {
    let asked = 0;
    const source = {
      load: () => (asked++ === 0 ? Promise.reject(new Error('down')) : Promise.resolve(ACTIVE)),
    };
    const directory = new DatabaseAccountDirectory(
      source as unknown as AccountStateRepository,
      new DomainEvents(),
    );
    await expect(directory.stateOf(USER)).rejects.toThrow('down');
    expect(await directory.stateOf(USER)).toBe(ACTIVE);
  });
});
