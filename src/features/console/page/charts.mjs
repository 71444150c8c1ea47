import { card, h, setText, svg } from './dom.mjs';
import { ANSWERERS, count, duration, percent, total } from './format.mjs';

/** @typedef {{ at: string, per_second: Record<string, number> }} Sample */
/** @typedef {import('uplot')} Plot */

const KEPT_S = 300;
const AXIS_FONT = '12px ui-sans-serif, system-ui, sans-serif';

/** @type {typeof import('uplot')} */
const UPlot = /** @type {any} */ (globalThis).uPlot; // a classic script of its own, loaded before this module runs

/** Reads a second by tier, and the share of each, over the last minutes. */
export function charts() {
  const reads = h('div', { class: 'plot', role: 'img' });
  const ratio = h('div', { class: 'plot', role: 'img' });
  const legend = h('ul', { class: 'legend' });
  const values = ANSWERERS.map(({ id, name }) => {
    const value = h('span', { class: 'value' }, '0');
    legend.append(h('li', {}, h('span', { class: `swatch ${id}` }), name, ' ', value));
    return { id, value };
  });
  const moment = h('p', { class: 'quiet moment' }, 'now');
  const element = card(
    'reads',
    'Reads',
    'of cached routes, all instances, the last five minutes',
    h('div', { class: 'legend-row' }, legend, moment),
    h('h3', {}, 'Reads per second'),
    reads,
    h('h3', {}, 'Hit ratio'),
    ratio,
  );
  /** @type {Sample[]} */
  let samples = [];
  /** @param {number | null} place */
  const showAt = (place) => {
    const sample = place === null ? samples.at(-1) : samples[place];
    setText(
      moment,
      place === null || sample === undefined ? 'now' : new Date(sample.at).toLocaleTimeString('en-GB'),
    );
    for (const { id, value } of values) setText(value, `${count(sample?.per_second[id] ?? 0)}/s`);
  };
  /** @type {{ reads: Plot, ratio: Plot } | null} */
  let plots = null;
  const build = () => {
    plots?.reads.destroy();
    plots?.ratio.destroy();
    plots = { reads: stacked(reads, showAt), ratio: lines(ratio, showAt) };
    draw();
  };
  const draw = () => {
    plots?.reads.setData(stackOf(samples));
    plots?.ratio.setData(sharesOf(samples));
  };
  const resize = new ResizeObserver(() => {
    if (plots === null) return build();
    plots.reads.setSize({ width: reads.clientWidth, height: plots.reads.height });
    plots.ratio.setSize({ width: ratio.clientWidth, height: plots.ratio.height });
  });
  resize.observe(reads);
  addEventListener('themechange', build);
  return {
    element,
    /** @param {Sample[]} all */
    update(all) {
      samples = all.slice(-KEPT_S);
      draw();
      if (plots === null || plots.reads.cursor.idx == null) showAt(null);
      const last = samples.at(-1)?.per_second ?? {};
      const sum = total(last);
      reads.setAttribute('aria-label', `Reads per second over the last five minutes; now ${count(sum)}.`);
      const hits = sum - (last['database'] ?? 0);
      ratio.setAttribute('aria-label', `Hit ratio over the last five minutes; now ${percent(hits, sum)}.`);
    },
    end() {
      resize.disconnect();
      removeEventListener('themechange', build);
      plots?.reads.destroy();
      plots?.ratio.destroy();
    },
  };
}

/** The highest first: of two lines at the same height the lower part's is drawn last, and seen. */
const STACK = ANSWERERS.toReversed();

/**
 * The cumulative heights, in the order of the stack.
 * @param {Sample[]} samples
 * @returns {import('uplot').AlignedData}
 */
function stackOf(samples) {
  const xs = samples.map(({ at }) => Date.parse(at) / 1000);
  const heights = samples.map(() => 0);
  const rows = ANSWERERS.map(({ id }) =>
    samples.map(({ per_second: each }, place) => (heights[place] = (heights[place] ?? 0) + (each[id] ?? 0))),
  );
  return [xs, ...rows.reverse()];
}

/**
 * Per cent of the reads: all that did not load, L1, L2; nothing where there were no reads.
 * @param {Sample[]} samples
 * @returns {import('uplot').AlignedData}
 */
function sharesOf(samples) {
  /** @param {(each: Record<string, number>) => number} part */
  const share = (part) =>
    samples.map(({ per_second: each }) => {
      const sum = total(each);
      return sum === 0 ? null : (100 * part(each)) / sum;
    });
  return [
    samples.map(({ at }) => Date.parse(at) / 1000),
    share((each) => total(each) - (each['database'] ?? 0)),
    share((each) => each['l1'] ?? 0),
    share((each) => each['l2'] ?? 0),
  ];
}

/**
 * @param {HTMLElement} target
 * @param {(place: number | null) => void} onCursor
 */
function stacked(target, onCursor) {
  const colour = colours();
  return new UPlot(
    {
      ...base(target, 230, onCursor),
      scales: {
        x: timeScale(),
        y: {
          range: /** @type {import('uplot').Range.Function} */ (_, __, most) => [0, Math.max(10, most * 1.1)],
        },
      },
      series: [
        {},
        ...STACK.map(({ id, name }) => ({
          label: name,
          stroke: colour(id),
          fill: translucent(colour(id)),
          width: 1.5,
          points: { show: false },
        })),
      ],
      bands: STACK.slice(1).map((_, place) => ({ series: [place + 1, place + 2] })),
      axes: axes((value) => count(value)),
    },
    stackOf([]),
    target,
  );
}

/**
 * @param {HTMLElement} target
 * @param {(place: number | null) => void} onCursor
 */
function lines(target, onCursor) {
  const colour = colours();
  /** @param {string} id @param {string} label @param {number} width */
  const line = (id, label, width) => ({ label, stroke: colour(id), width, points: { show: false } });
  return new UPlot(
    {
      ...base(target, 150, onCursor),
      scales: { x: timeScale(), y: { range: [0, 100] } },
      series: [{}, line('ink', 'All hits', 2), line('l1', 'L1', 1.5), line('l2', 'L2', 1.5)],
      axes: axes((value) => `${value} %`),
    },
    sharesOf([]),
    target,
  );
}

/** @returns {import('uplot').Scale} */
function timeScale() {
  return {
    time: true,
    range: (_, __, last) => [(last ?? Date.now() / 1000) - KEPT_S, last ?? Date.now() / 1000],
  };
}

/**
 * @param {HTMLElement} target
 * @param {number} height
 * @param {(place: number | null) => void} onCursor
 */
function base(target, height, onCursor) {
  return {
    width: Math.max(200, target.clientWidth),
    height,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, sync: { key: 'reads' }, points: { show: false } },
    hooks: { setCursor: [(/** @type {Plot} */ plot) => onCursor(plot.cursor.idx ?? null)] },
    padding: /** @type {[number, number, number, number]} */ ([8, 8, 0, 0]),
  };
}

/**
 * @param {(value: number) => string} format
 * @returns {import('uplot').Axis[]}
 */
function axes(format) {
  const colour = colours();
  const look = {
    stroke: colour('quiet'),
    font: AXIS_FONT,
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
  };
  return [
    {
      ...look,
      grid: { show: false },
      size: 30,
      values: (_, splits) => splits.map(minuteOf),
      space: 48,
      incrs: [60, 120, 300],
    },
    { ...look, size: 56, space: 36, values: (_, splits) => splits.map(format) },
  ];
}

/** @param {number} second */
function minuteOf(second) {
  return new Date(second * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

/** The page's colours as a canvas understands them: asked of the style sheet, in the theme of this moment. */
function colours() {
  const probe = h('span', { class: 'probe' });
  document.body.append(probe);
  const found = new Map(
    [...ANSWERERS.map(({ id }) => id), 'ink', 'quiet', 'line'].map((name) => {
      probe.className = `probe ${name}`;
      return [name, getComputedStyle(probe).color];
    }),
  );
  probe.remove();
  return (/** @type {string} */ name) => found.get(name) ?? 'gray';
}

/** @param {string} rgb */
function translucent(rgb) {
  return rgb.replace(/^rgb\(/, 'rgba(').replace(/\)$/, ', 0.3)');
}

const BAR = 10;
const HEIGHT = 56;
/** The axis ends at 10 s: what is longer stands at its end. */
const SHOWN_BUCKETS = 47;

/** How long the tiers take, as distributions on one axis. */
export function latencies() {
  const rows = /** @type {const} */ ([
    ['l1', 'L1 memory'],
    ['l2', 'L2 Redis'],
    ['database', 'Database'],
  ]).map(([id, name]) => latencyRow(id, name));
  const ticks = [0.001, 0.01, 0.1, 1, 10, 100, 1000, 10_000].map((ms) =>
    svg(
      'text',
      { x: placeOf(ms), y: 12, 'text-anchor': ms === 0.001 ? 'start' : ms === 10_000 ? 'end' : 'middle' },
      duration(ms),
    ),
  );
  const axis = svg(
    'svg',
    { class: 'latency-axis', viewBox: `0 0 ${SHOWN_BUCKETS * BAR} 16`, 'aria-hidden': 'true' },
    ...ticks,
  );
  const element = card(
    'latency',
    'Latency',
    'of this instance, the last minute; logarithmic',
    ...rows.map((row) => row.element),
    axis,
  );
  return {
    element,
    /** @param {Record<string, any>} all */
    update(all) {
      for (const row of rows) row.update(all[row.id]);
    },
  };
}

/** Two buckets to each doubling from 1 µs on: the service's own bounds. @param {number} ms */
function placeOf(ms) {
  return Math.min(SHOWN_BUCKETS, Math.max(0, Math.log2(ms * 1000) * 2 + 1)) * BAR;
}

/**
 * @param {'l1' | 'l2' | 'database'} id
 * @param {string} name
 */
function latencyRow(id, name) {
  const bars = Array.from({ length: SHOWN_BUCKETS }, (_, place) =>
    svg('rect', { x: place * BAR + 1, width: BAR - 2, y: HEIGHT, height: 0, rx: 1.5 }),
  );
  const marks = ['p50', 'p95', 'p99'].map((mark) =>
    svg('line', { class: `mark ${mark}`, y1: 0, y2: HEIGHT, visibility: 'hidden' }),
  );
  const figures = ['p50', 'p95', 'p99'].map((mark) => ({ mark, value: h('dd', {}, '–') }));
  const drawing = svg(
    'svg',
    {
      class: `bars ${id}`,
      viewBox: `0 0 ${SHOWN_BUCKETS * BAR} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      'aria-hidden': 'true',
    },
    ...bars,
    ...marks,
  );
  const reads = h('span', { class: 'quiet' }, 'none');
  const element = h(
    'div',
    { class: 'latency-row' },
    h(
      'div',
      { class: 'latency-head' },
      h('h3', {}, h('span', { class: `swatch ${id}` }), name),
      reads,
      h(
        'dl',
        { class: 'quantiles' },
        ...figures.map(({ mark, value }) => h('div', {}, h('dt', {}, mark), value)),
      ),
    ),
    drawing,
  );
  return {
    id,
    element,
    /** @param {{ count: number, buckets: number[] } & Record<string, any>} latency */
    update(latency) {
      const shown = latency.buckets.slice(0, SHOWN_BUCKETS);
      const most = Math.max(1, ...shown);
      for (const [place, bar] of bars.entries()) {
        const some = shown[place] ?? 0;
        // The root lets rare slow ones be seen beside many quick ones.
        const height = some === 0 ? 0 : Math.max(1.5, HEIGHT * Math.sqrt(some / most));
        bar.setAttribute('y', String(HEIGHT - height));
        bar.setAttribute('height', String(height));
      }
      setText(
        reads,
        latency.count === 0
          ? 'none'
          : `${count(latency.count)} ${id === 'database' ? 'load' : 'hit'}${latency.count === 1 ? '' : 's'}`,
      );
      for (const [place, { mark, value }] of figures.entries()) {
        const ms = latency[`${mark}_ms`];
        setText(value, duration(ms));
        const line = marks[place];
        line?.setAttribute('visibility', ms === null ? 'hidden' : 'visible');
        if (ms !== null) for (const end of ['x1', 'x2']) line?.setAttribute(end, String(placeOf(ms)));
      }
    },
  };
}
