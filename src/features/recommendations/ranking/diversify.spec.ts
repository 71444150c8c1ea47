import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AGENT_NAMES } from '../agents/agent-names.js';
import { PROVIDERS, RECOMMENDATION_CATEGORIES } from '../recommendation.js';
import { diversify, diversityOf, type Kind, LAMBDA, similarity } from './diversify.js';

interface Named extends Kind {
  readonly name: number;
}

const kind = fc.record({
  agent_name: fc.constantFrom(...AGENT_NAMES),
  category: fc.constantFrom(...RECOMMENDATION_CATEGORIES),
  // only the providers are looked at
  recommended_services: fc
    .uniqueArray(fc.record({ provider: fc.constantFrom(...PROVIDERS) }), { maxLength: 3 })
    .map((services) => services as unknown as Kind['recommended_services']),
});
const candidates = fc
  .array(fc.tuple(kind, fc.double({ min: -1, max: 2, noNaN: true })), { maxLength: 40 })
  .map((all) =>
    all
      .map(([each, relevance], name) => ({ item: { ...each, name } satisfies Named, relevance }))
      .toSorted((a, b) => b.relevance - a.relevance),
  );
const names = (items: readonly Named[]) => items.map(({ name }) => name);

describe('diversification', () => {
  it('loses nothing and doubles nothing', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        expect(names(diversify(all)).toSorted((a, b) => a - b)).toEqual(all.map((_, index) => index));
      }),
    );
  });

  it('leaves the most relevant on top, and with a lambda of 1 the whole order', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const items = all.map(({ item }) => item);
        expect(names(diversify(all)).slice(0, 1)).toEqual(names(items).slice(0, 1));
        expect(names(diversify(all, 1))).toEqual(names(items));
      }),
    );
  });

  it('puts nothing above what beats it by more than likeness can cost', () => {
    const most = (1 - LAMBDA) / LAMBDA;
    fc.assert(
      fc.property(candidates, (all) => {
        const relevance = new Map(all.map(({ item, relevance: value }) => [item.name, value]));
        const places = names(diversify(all));
        places.forEach((name, place) => {
          for (const below of places.slice(place + 1)) {
            expect((relevance.get(below) ?? 0) - (relevance.get(name) ?? 0)).toBeLessThanOrEqual(most + 1e-9);
          }
        });
      }),
    );
  });

  it('chooses the other kind where relevance is close', () => {
    const [a, b] = [0, 1].map((name) => made(name, 'compute'));
    const other = made(2, 'security');
    if (a === undefined || b === undefined) throw new Error('two were made');
    const order = diversify([
      { item: a, relevance: 0.8 },
      { item: b, relevance: 0.79 },
      { item: other, relevance: 0.75 },
    ]);
    expect(names(order)).toEqual([0, 2, 1]);
  });

  it('measures likeness from 0 to 1, the same from both sides', () => {
    fc.assert(
      fc.property(kind, kind, (one, other) => {
        expect(similarity(one, other)).toBe(similarity(other, one));
        expect(similarity(one, other)).toBeGreaterThanOrEqual(0);
        expect(similarity(one, other)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('scores 0 where all are alike or there are no two, and 1 where nothing is shared', () => {
    expect(diversityOf([])).toBe(0);
    expect(diversityOf([made(0, 'compute')])).toBe(0);
    expect(diversityOf([made(0, 'compute'), made(1, 'compute')])).toBe(0);
    const foreign: Kind = { agent_name: 'mlops_agent', category: 'storage', recommended_services: [] };
    expect(diversityOf([made(0, 'compute'), foreign])).toBe(1);
  });
});

function made(name: number, category: Kind['category']): Named {
  const services = [{ provider: 'aws' }] as unknown as Kind['recommended_services']; // only providers are looked at
  return { name, agent_name: 'cto_agent', category, recommended_services: services };
}
