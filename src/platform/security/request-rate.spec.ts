import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../kernel/errors.js';
import { originOf } from './request-origin.js';
import { RequestRate } from './request-rate.js';

function setUp(perMinute: number, mostKeys?: number) {
  const time = { nowMs: 0 };
  const clock = { nowMs: () => time.nowMs, wallMs: () => 0, after: () => ({ cancel: () => {} }) };
  const rate = new RequestRate(perMinute, clock, mostKeys);
  const passes = (key: string): boolean => {
    try {
      rate.count(key);
      return true;
    } catch {
      return false;
    }
  };
  return { time, rate, passes };
}

describe('the request rate', () => {
  it('lets exactly so many through in a minute, for each key', () => {
    const { passes } = setUp(100);
    const through = Array.from({ length: 300 }, (_, n) => passes(n % 2 === 0 ? 'one' : 'two'));
    expect(through.filter(Boolean)).toHaveLength(200);
  });

  it('begins anew with the next minute, and says when that is', () => {
    const { time, rate, passes } = setUp(1);
    expect(passes('one')).toBe(true);
    time.nowMs = 30_500;
    let refusal: unknown;
    try {
      rate.count('one');
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(DomainError);
    expect(refusal).toMatchObject({ kind: 'too_many_requests', retryAfterS: 30 });
    time.nowMs = 60_000;
    expect(passes('one')).toBe(true);
    expect(rate.size).toBe(1);
  });

  it('counts nothing when it is off', () => {
    const { rate, passes } = setUp(0);
    expect(Array.from({ length: 1000 }, () => passes('one')).every(Boolean)).toBe(true);
    expect(rate.size).toBe(0);
  });

  it('remembers a bounded number of keys', () => {
    const { rate } = setUp(5, 100);
    for (let n = 0; n < 10_000; n += 1) rate.count(`key ${n}`);
    expect(rate.size).toBe(100);
  });
});

describe('the origin of a request', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of %s is %s', (ip, origin) => {
    expect(originOf(ip)).toBe(origin);
  });
});
