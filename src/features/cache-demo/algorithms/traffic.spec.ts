import { describe, expect, it } from '@jest/globals';
import { KEYS, traffic } from './traffic.js';

describe('the traffic of the hit-rate test', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(traffic(1_000, 7)).toEqual(traffic(1_000, 7));
    expect(traffic(1_000, 7)).not.toEqual(traffic(1_000, 8));
    expect(traffic(500, 7)).toEqual(traffic(1_000, 7).slice(0, 500));
  });

  it('sends four fifths of the requests to a fifth of the keys, and asks for all of them', () => {
    const requests = traffic(100_000, 1);
    const hot = requests.filter((key) => key < KEYS / 5).length / requests.length;
    expect(hot).toBeGreaterThan(0.79);
    expect(hot).toBeLessThan(0.81);
    expect(new Set(requests).size).toBe(KEYS);
    expect(Math.min(...requests)).toBe(0);
    expect(Math.max(...requests)).toBe(KEYS - 1);
  });
});
