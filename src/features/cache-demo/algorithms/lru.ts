/** How many of these requests a cache of this capacity answers that always drops what was not asked for longest. */
export function lruHits(requests: readonly number[], capacity: number): number {
  const kept = new Set<number>(); // in the order of use: a set keeps that of insertion
  let hits = 0;
  for (const key of requests) {
    if (kept.delete(key)) hits += 1;
    kept.add(key);
    if (kept.size > capacity) kept.delete(kept.values().next().value ?? key);
  }
  return hits;
}
