import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { Circuit } from './circuit.js';
import { TierUnavailable } from './shared-tier.port.js';
import { TierGuard } from './tier-guard.js';

function opened(clock: ManualClock): Circuit {
  const circuit = new Circuit(clock);
  for (let i = 0; i < 5; i += 1) circuit.fail();
  return circuit;
}

describe('the circuit', () => {
  it('opens after five failures in a row, not after five with successes between', () => {
    const clock = new ManualClock();
    const circuit = new Circuit(clock);
    for (let i = 0; i < 20; i += 1) {
      circuit.fail();
      if (i % 4 === 3) circuit.succeed();
    }
    expect(circuit.state()).toBe('closed');
    expect(opened(clock).state()).toBe('open');
  });

  it('lets one probe through after a second; its success closes, its failure opens again', async () => {
    const clock = new ManualClock();
    const circuit = opened(clock);
    expect(circuit.admits()).toBe(false);
    await clock.advance(1_000);
    expect([circuit.admits(), circuit.admits(), circuit.admits()]).toEqual([true, false, false]);
    circuit.fail();
    expect(circuit.state()).toBe('open');
    await clock.advance(1_000);
    expect(circuit.admits()).toBe(true);
    circuit.succeed();
    expect(circuit.state()).toBe('closed');
  });
});

describe('the guard', () => {
  const never = (): Promise<never> => new Promise(() => undefined);

  it('gives all the work of one request one budget, then asks no more', async () => {
    const clock = new ManualClock();
    const guard = new TierGuard(clock, 50);
    const budget = guard.budget();
    const slow = guard.run(budget, () => new Promise((resolve) => clock.after(30, () => resolve('slow'))));
    await clock.advance(30);
    expect(await slow).toBe('slow');
    const hung = Promise.allSettled([guard.run(budget, never)]);
    await clock.advance(20);
    expect(await hung).toMatchObject([{ status: 'rejected' }]);
    let asked = 0;
    await expect(guard.run(budget, () => Promise.resolve(asked++))).rejects.toBeInstanceOf(TierUnavailable);
    expect(asked).toBe(0);
  });

  it('costs nothing once the circuit is open', async () => {
    const clock = new ManualClock();
    const guard = new TierGuard(clock, 50);
    let asked = 0;
    const failing = (): Promise<never> => {
      asked += 1;
      return Promise.reject(new Error('down'));
    };
    for (let i = 0; i < 100; i += 1) {
      await expect(guard.run(guard.budget(), failing)).rejects.toBeInstanceOf(TierUnavailable);
    }
    expect(asked).toBe(5);
    expect(guard.circuit()).toBe('open');
  });
});
