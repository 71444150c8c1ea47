import type { Recommendation } from '../recommendation.js';

/** Of relevance and novelty, how much relevance counts (Carbonell & Goldstein 1998, lambda). */
export const LAMBDA = 0.8;
/** So many of the first are judged by {@link diversityOf}: what a person sees without scrolling. */
const JUDGED = 10;

/** How much alike two recommendations are by what they share; together 1. */
const SAME_CATEGORY = 0.5;
const SAME_PROVIDERS = 0.3;
const SAME_AGENT = 0.2;

/** What similarity looks at. */
export type Kind = Pick<Recommendation, 'agent_name' | 'category' | 'recommended_services'>;

export interface Relevant<Item> {
  readonly item: Item;
  readonly relevance: number;
}

/**
 * Maximal marginal relevance: the next is always the one that is most relevant less most like what stands above it,
 * `lambda * relevance - (1 - lambda) * max similarity`. Of equals the one that came first. With a `lambda` of 1 the order
 * is that of the relevance alone.
 * @param candidates most relevant first
 */
export function diversify<Item extends Kind>(
  candidates: readonly Relevant<Item>[],
  lambda: number = LAMBDA,
): readonly Item[] {
  const rest = candidates.map(({ item, relevance }) => ({ item, relevance, likeness: 0 }));
  const chosen: Item[] = [];
  while (rest.length > 0) {
    let best = 0;
    let highest = -Infinity;
    rest.forEach(({ relevance, likeness }, index) => {
      const marginal = lambda * relevance - (1 - lambda) * likeness;
      if (marginal > highest) [best, highest] = [index, marginal];
    });
    const [next] = rest.splice(best, 1);
    if (next === undefined) break;
    chosen.push(next.item);
    for (const other of rest) other.likeness = Math.max(other.likeness, similarity(other.item, next.item));
  }
  return chosen;
}

/** 0: nothing in common; 1: the same category, the same providers and the same agent. Symmetric. */
export function similarity(one: Kind, other: Kind): number {
  return (
    (one.category === other.category ? SAME_CATEGORY : 0) +
    SAME_PROVIDERS * overlap(providersOf(one), providersOf(other)) +
    (one.agent_name === other.agent_name ? SAME_AGENT : 0)
  );
}

/** Mean dissimilarity of all pairs of the first ten, 0 to 1 with four places; 0 where there are no two. */
export function diversityOf(ordered: readonly Kind[]): number {
  const top = ordered.slice(0, JUDGED);
  let sum = 0;
  let pairs = 0;
  top.forEach((one, index) => {
    for (const other of top.slice(index + 1)) {
      sum += 1 - similarity(one, other);
      pairs += 1;
    }
  });
  return pairs === 0 ? 0 : Math.round((sum / pairs) * 1e4) / 1e4;
}

function providersOf({ recommended_services }: Kind): ReadonlySet<string> {
  return new Set(recommended_services.map(({ provider }) => provider));
}

/** Jaccard's share; two that name no provider have none in common. */
function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let common = 0;
  for (const provider of one) if (other.has(provider)) common += 1;
  const all = one.size + other.size - common;
  return all === 0 ? 0 : common / all;
}
