import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '../../kernel/clock.js';
import { DatabaseClock } from './database-clock.js';
import { fenced, isLate } from './fence.js';
import { readOptions, setOperationLimits, writeOptions } from './operation-limits.js';

const SERVER_AHEAD_MS = 60_000;

describe('the fence', () => {
  let nowMs: number;
  const clock: Clock = { nowMs: () => nowMs, wallMs: () => 0, after: () => ({ cancel: () => {} }) };
  let time: DatabaseClock;
  beforeEach(() => {
    nowMs = 1000;
    time = new DatabaseClock(clock);
    setOperationLimits({ maxTimeMs: 5000, linearizable: false });
  });

  const deadlineOf = (filter: object): number => {
    const { $expr } = filter as { $expr: { $lt: [string, Date] } };
    expect($expr.$lt[0]).toBe('$$NOW');
    return $expr.$lt[1].getTime();
  };

  it('stands one operation before the deadline, by the server clock, never later', () => {
    time.learn(nowMs + SERVER_AHEAD_MS, nowMs);
    const filter = fenced({ _id: 1 }, { deadlineMs: nowMs + 12_000 }, clock, time);
    const exactMs = nowMs + 7000 + SERVER_AHEAD_MS;
    expect(deadlineOf(filter)).toBeLessThanOrEqual(exactMs);
    expect(deadlineOf(filter)).toBeGreaterThan(exactMs - 10);
  });

  it('halves the time that is left where two operations do not fit', () => {
    time.learn(nowMs, nowMs);
    const write = { deadlineMs: nowMs + 4000 };
    expect(deadlineOf(fenced({}, write, clock, time))).toBeLessThanOrEqual(nowMs + 2000);
    expect(writeOptions(write, clock).maxTimeMS).toBeLessThanOrEqual(2000);
  });

  it('does not move with later operations of the same write', () => {
    time.learn(nowMs, nowMs);
    const write = { deadlineMs: nowMs + 8000 };
    const first = deadlineOf(fenced({}, write, clock, time));
    nowMs += 1500;
    expect(deadlineOf(fenced({}, write, clock, time))).toBe(first);
  });

  it('leaves a write without a deadline alone', () => {
    expect(fenced({ _id: 1 }, { deadlineMs: Infinity }, clock, time)).toEqual({ _id: 1 });
    expect(isLate({ deadlineMs: Infinity }, clock)).toBe(false);
  });

  it('refuses before sending when the time to begin is over', () => {
    time.learn(nowMs, nowMs);
    const write = { deadlineMs: nowMs + 8000 };
    fenced({}, write, clock, time);
    nowMs += 4000;
    expect(isLate(write, clock)).toBe(true);
    expect(() => fenced({}, write, clock, time)).toThrow(
      expect.objectContaining({ kind: 'unavailable', outcomeUnknown: false }),
    );
  });

  it('refuses while the clock of the database is not known, or is known no longer', () => {
    const write = () => ({ deadlineMs: nowMs + 8000 });
    expect(() => fenced({}, write(), clock, time)).toThrow('no time left');
    time.learn(nowMs, nowMs);
    expect(() => fenced({}, write(), clock, time)).not.toThrow();
    time.forget();
    expect(() => fenced({}, write(), clock, time)).toThrow('no time left');
    time.learn(nowMs, nowMs);
    nowMs += 31_000;
    expect(() => fenced({}, write(), clock, time)).toThrow('no time left');
  });

  it('never lets the wait here outlast the deadline', () => {
    const write = { deadlineMs: nowMs + 12_000 };
    expect(writeOptions(write, clock).maxTimeMS).toBe(4500);
    nowMs += 11_995;
    expect(() => writeOptions(write, clock)).toThrow(expect.objectContaining({ outcomeUnknown: false }));
  });

  it('reads a single document linearizably where the configuration is strict', () => {
    expect(readOptions({ single: true }).readConcern).toBeUndefined();
    setOperationLimits({ maxTimeMs: 5000, linearizable: true });
    expect(readOptions({ single: true }).readConcern).toEqual({ level: 'linearizable' });
    expect(readOptions().readConcern).toBeUndefined();
  });
});
