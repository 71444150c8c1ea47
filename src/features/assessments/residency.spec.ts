import { describe, expect, it } from '@jest/globals';
import { RESIDENCIES } from './residency.js';

describe('places where data may have to stay', () => {
  it('are the 249 countries of ISO 3166-1 and the European Union', () => {
    expect(RESIDENCIES.size).toBe(250);
    expect([...RESIDENCIES].every((code) => /^[a-z]{2}$/.test(code))).toBe(true);
  });

  it('each have a name, as the Unicode data knows it', () => {
    const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
    for (const code of RESIDENCIES) expect([code, names.of(code.toUpperCase())]).not.toContain(undefined);
  });

  it.each(['uk', 'xx', 'zz', 'su', 'yu', 'an', 'aa', 'xk', 'us-east-1'])('do not hold %s', (code) => {
    expect(RESIDENCIES.has(code)).toBe(false);
  });
});
