/**
 * How many of these requests the best of all caches of this capacity could answer: one that knows the future, drops what
 * is asked for again last, and need not keep what it has just loaded (Belady, "A study of replacement algorithms for a
 * virtual-storage computer", 1966, with bypassing). No real cache gets more.
 * @param capacity whole entries, all of the same size
 */
export function bestHits(requests: readonly number[], capacity: number): number {
  const nextUse = nextUses(requests);
  /** Key -> when it is asked for again. */
  const kept = new Map<number, number>();
  let hits = 0;
  for (const [at, key] of requests.entries()) {
    if (kept.has(key)) hits += 1;
    kept.set(key, nextUse[at] ?? Infinity);
    if (kept.size > capacity) kept.delete(lastUsed(kept));
  }
  return hits;
}

/** For each request, when its key is asked for again; Infinity: never. */
function nextUses(requests: readonly number[]): number[] {
  const next = Array.from({ length: requests.length }, () => Infinity);
  const seenAt = new Map<number, number>();
  for (let at = requests.length - 1; at >= 0; at -= 1) {
    const key = requests[at]!; // `at` stays within the list
    next[at] = seenAt.get(key) ?? Infinity;
    seenAt.set(key, at);
  }
  return next;
}

function lastUsed(kept: ReadonlyMap<number, number>): number {
  let last = -1;
  let lastAt = -1;
  for (const [key, at] of kept) {
    if (at <= lastAt) continue;
    last = key;
    lastAt = at;
  }
  return last;
}
