/** What the hit-rate test must measure, computed in other ways than the service does. */

/** Two tiers as lists: the first drops what was not read longest, the second what was stored first. */
export function tiersByHand(
  requests: readonly number[],
  roomL1: number,
  roomL2: number,
): { readonly l1_hits: number; readonly l2_hits: number; readonly loads: number } {
  let l1: readonly number[] = [];
  let l2: readonly number[] = [];
  const answers = { l1_hits: 0, l2_hits: 0, loads: 0 };
  for (const key of requests) {
    if (l1.includes(key)) answers.l1_hits += 1;
    else if (l2.includes(key)) answers.l2_hits += 1;
    else {
      answers.loads += 1;
      l2 = [key, ...l2.filter((each) => each !== key)].slice(0, roomL2);
    }
    l1 = [key, ...l1.filter((each) => each !== key)].slice(0, roomL1);
  }
  return answers;
}

/** An LRU hits a key of which fewer than `room` others were asked for since its last time. */
export function lruByDistances(requests: readonly number[], room: number): number {
  return requests.filter((key, at) => {
    const before = at === 0 ? -1 : requests.lastIndexOf(key, at - 1);
    return before >= 0 && new Set(requests.slice(before + 1, at)).size < room;
  }).length;
}

/**
 * The best rate as a choice of intervals: to hit a key again is to keep it from one use to the next, and no more than
 * `room` may be kept at any time. Taking those that end first is best (Carlisle and Lloyd, "On the k-coloring of intervals").
 */
export function mostIntervals(requests: readonly number[], room: number): number {
  const kept = requests.map(() => 0); // how many are kept between this request and the next
  let taken = 0;
  for (const [end, key] of requests.entries()) {
    const start = end === 0 ? -1 : requests.lastIndexOf(key, end - 1);
    if (start < 0 || kept.slice(start, end).some((count) => count >= room)) continue;
    for (let at = start; at < end; at += 1) kept[at] = (kept[at] ?? 0) + 1;
    taken += 1;
  }
  return taken;
}

export function percent(part: number, whole: number): number {
  return Math.round((10_000 * part) / whole) / 100;
}
