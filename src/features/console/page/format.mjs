/** Who answers reads, from the quickest to the slowest: their names, and the order in which they are stacked. */
export const ANSWERERS = /** @type {const} */ ([
  { id: 'l1', name: 'L1 memory' },
  { id: 'l2', name: 'L2 Redis' },
  { id: 'shared', name: 'Shared' },
  { id: 'stale', name: 'Stale' },
  { id: 'database', name: 'Database' },
]);

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const one = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** @param {number} value */
export function count(value) {
  return value >= 100 ? whole.format(value) : one.format(value);
}

/**
 * @param {number} part
 * @param {number} all
 */
export function percent(part, all) {
  return all === 0 ? '–' : `${one.format((100 * part) / all)} %`;
}

/** @param {number | null | undefined} ms */
export function duration(ms) {
  if (ms === null || ms === undefined) return '–';
  if (ms < 1) return `${significant(ms * 1000)} µs`;
  if (ms < 1000) return `${significant(ms)} ms`;
  if (ms < 120_000) return `${significant(ms / 1000)} s`;
  return `${significant(ms / 60_000)} min`;
}

/** @param {number} value */
function significant(value) {
  return value >= 100
    ? whole.format(value)
    : value >= 10
      ? one.format(value)
      : String(Number(value.toPrecision(2)));
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${one.format(kib)} KiB` : `${one.format(kib / 1024)} MiB`;
}

/** @param {string} iso */
export function clock(iso) {
  return new Date(iso).toLocaleTimeString('en-GB');
}

/** @param {Record<string, number>} perSecond */
export function total(perSecond) {
  return ANSWERERS.reduce((sum, { id }) => sum + (perSecond[id] ?? 0), 0);
}
