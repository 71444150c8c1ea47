import { beforeEach, expect, it } from '@jest/globals';
import type { Bus } from '../../src/cache/coherence/bus.port.js';
import { eventually } from '../support/eventually.mjs';

/** Longer than any machine stands still. */
const MEMBERSHIP_MS = 300_000;

/** The bus as two processes have it. */
export interface TwoBuses {
  readonly first: Bus;
  readonly second: Bus;
}

/** What every bus does; `make` gives two processes, `first` and `second`, on a bus that nobody else is on. */
export function busContract(make: () => TwoBuses | Promise<TwoBuses>): void {
  let first: Bus;
  let second: Bus;
  let heardByFirst: string[];
  let heardBySecond: string[];
  let servers: string[];
  let losses: string[];

  beforeEach(async () => {
    ({ first, second } = await make());
    heardByFirst = [];
    heardBySecond = [];
    servers = [];
    const ours: string[] = (losses = []); // the buses of an earlier test may still be closing
    first.onMessage((message) => heardByFirst.push(message));
    second.onMessage((message) => heardBySecond.push(message));
    let confirmed = 0;
    for (const bus of [first, second])
      bus.onSubscription((subscription) => {
        if (subscription.kind === 'lost') ours.push('lost');
        else {
          confirmed += 1;
          servers.push(subscription.server);
        }
      });
    await eventually(() => confirmed === 2, { what: 'both are subscribed' });
  });

  const until = (what: string, condition: () => boolean) => eventually(condition, { what });

  it('brings what is published to everyone, the publisher too, in one order', async () => {
    await Promise.all([first.publish('a'), second.publish('b'), first.publish('c')]);
    await until('all is heard', () => heardByFirst.length === 3 && heardBySecond.length === 3);
    expect(heardByFirst).toEqual(heardBySecond);
    expect(heardByFirst.toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('brings what is sent to one to him alone', async () => {
    await first.send('second', 'for you');
    await first.publish('for all');
    await until('all is heard', () => heardBySecond.length === 2 && heardByFirst.length === 1);
    expect(heardBySecond.toSorted()).toEqual(['for all', 'for you']);
    expect(heardByFirst).toEqual(['for all']);
  });

  it('makes a member with the heartbeat, which everyone hears', async () => {
    expect(await first.announce('nobody')).toEqual({ server: await first.server(), members: [] });
    await first.heartbeat('first', MEMBERSHIP_MS, 'beat');
    await until(
      'the heartbeat is heard',
      () => heardBySecond.includes('beat') && heardByFirst.includes('beat'),
    );
    const { server, members } = await second.announce('somebody');
    expect(server).toBe(await second.server());
    expect(members.map(({ id }) => id)).toEqual(['first']);
    expect(members[0]?.remainingMs).toBeLessThanOrEqual(MEMBERSHIP_MS);
    expect(members[0]?.remainingMs).toBeGreaterThan(MEMBERSHIP_MS / 2);
    await until('the announcement is heard', () => heardByFirst.includes('somebody'));
  });

  it('forgets a member whose membership has run out, or who leaves', async () => {
    await first.heartbeat('first', 40, 'beat');
    await second.heartbeat('second', MEMBERSHIP_MS, 'beat');
    await eventually(async () => (await first.announce('who?')).members.length === 1, {
      what: 'the membership runs out',
    });
    await second.leave('second');
    expect((await first.announce('who?')).members).toEqual([]);
  });

  it('tells the same server to both, and when it is asked', async () => {
    expect(new Set(servers).size).toBe(1);
    expect(await first.server()).toBe(servers[0]);
  });

  it('subscribes anew: lost, then confirmed, then hears again', async () => {
    first.resubscribe();
    await until('it is subscribed again', () => servers.length === 3);
    expect(losses).toEqual(['lost']);
    await second.publish('afterwards');
    await until('it hears', () => heardByFirst.includes('afterwards'));
  });
}
