import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../../../test/support/manual-clock.js';
import { Turns } from './turns.js';

describe('turns', () => {
  it('lets one work at a time, in the order of asking', async () => {
    const turns = new Turns(1000, new ManualClock());
    const seen: string[] = [];
    const work = (name: string) => async (): Promise<string> => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      return name;
    };
    expect(await Promise.all(['one', 'two'].map((name) => turns.take(work(name))))).toEqual(['one', 'two']);
    expect(seen).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  });

  it('passes to the next one when a work fails', async () => {
    const turns = new Turns(1000, new ManualClock());
    const failing = turns.take(() => Promise.reject(new Error('it broke')));
    const next = turns.take(() => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('it broke');
    expect(await next).toBe('done');
  });

  it('refuses, without a stroke of work, whoever has waited too long', async () => {
    const clock = new ManualClock();
    const turns = new Turns(1000, clock);
    let end = (): void => undefined;
    const first = turns.take(() => new Promise<void>((resolve) => (end = resolve)));
    let begun = false;
    const second = turns.take(() => {
      begun = true;
      return Promise.resolve();
    });
    await Promise.resolve();
    await clock.advance(1001);
    end();
    await first;
    await expect(second).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'too_many_at_once',
      retryAfterS: 5,
    });
    expect(begun).toBe(false);
  });
});
