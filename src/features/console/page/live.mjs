import { announce, card, h, setText } from './dom.mjs';
import { ANSWERERS, clock, count, duration, percent, size, total } from './format.mjs';

/** The figures of this second. */
export function now() {
  const figure = (/** @type {string} */ label) => {
    const value = h('p', { class: 'figure' }, '–');
    const hint = h('p', { class: 'quiet' }, ' ');
    return { value, hint, element: h('div', { class: 'card tile' }, h('h2', {}, label), value, hint) };
  };
  const reads = figure('Reads per second');
  const hits = figure('Hit ratio');
  const saved = figure('Kept from the database');
  const up = figure('Instances');
  const parts = ANSWERERS.map(({ id }) => h('span', { class: `part ${id}` }));
  hits.element.append(h('div', { class: 'split', 'aria-hidden': 'true' }, ...parts));
  const element = h('div', { class: 'tiles' }, reads.element, hits.element, saved.element, up.element);
  return {
    element,
    /**
     * @param {{ per_second: Record<string, number> } | undefined} sample
     * @param {Record<string, any>} latency
     */
    update(sample, latency) {
      const each = sample?.per_second ?? {};
      const sum = total(each);
      const loads = each['database'] ?? 0;
      setText(reads.value, count(sum));
      setText(reads.hint, sum === 0 ? 'no reads just now' : `${count(loads)} of them reached the database`);
      setText(hits.value, percent(sum - loads, sum));
      setText(
        hits.hint,
        sum === 0
          ? 'no reads just now'
          : `L1 ${percent(each['l1'] ?? 0, sum)}, L2 ${percent(each['l2'] ?? 0, sum)}`,
      );
      setText(saved.value, `${count(sum - loads)}/s`);
      const mean = latency['database']?.mean_ms;
      setText(
        saved.hint,
        sum === 0 || mean === null || mean === undefined
          ? 'reads that no database saw'
          : `≈ ${duration((sum - loads) * mean)} of database work a second`,
      );
      for (const [place, { id }] of ANSWERERS.entries()) {
        const part = parts[place];
        if (part !== undefined) part.style.flexGrow = String(sum === 0 ? 0 : (each[id] ?? 0) / sum);
      }
    },
    /** @param {any[]} instances */
    updateInstances(instances) {
      const there = instances.filter(({ state }) => state === 'up').length;
      const missing = instances.length - there;
      setText(up.value, `${there} up`);
      setText(up.hint, missing === 0 ? 'all of them heard' : `${missing} not heard`);
      up.element.classList.toggle('bad', missing > 0);
    },
    /** The instance behind this page tells nothing: how many there are is not known. */
    silence() {
      setText(up.value, '–');
      setText(up.hint, 'no news from the service');
      up.element.classList.add('bad');
    },
  };
}

const OTHERS = {
  none: 'Without a Redis there is just this one.',
  heard: 'Each tells of itself twice a second.',
  unreachable: 'Redis does not answer: nothing is known of the others.',
};

const SILENT = 'The instance behind this page tells nothing: what stands here was its last word.';

/** How each instance is. */
export function instances() {
  const list = h('ul', { class: 'instance-list' });
  const hint = h('p', { class: 'quiet' });
  const element = card('instances', 'Instances', '', hint, list);
  /** @type {Map<string, ReturnType<typeof instanceCard>>} */
  const cards = new Map();
  return {
    element,
    /**
     * @param {any[]} all
     * @param {'none' | 'heard' | 'unreachable'} others
     */
    update(all, others) {
      setText(hint, OTHERS[others]);
      element.classList.toggle('cut-off', others === 'unreachable');
      const names = new Set(all.map(({ instance_id: id }) => id));
      for (const [name, old] of cards) {
        if (names.has(name)) continue;
        old.element.remove();
        cards.delete(name);
        announce(`Instance ${name} has left.`);
      }
      for (const instance of all) {
        let shown = cards.get(instance.instance_id);
        if (shown === undefined) {
          shown = instanceCard(instance.instance_id);
          cards.set(instance.instance_id, shown);
          list.append(shown.element);
        }
        shown.update(instance);
      }
    },
    /** The instance behind this page tells nothing, neither of itself nor of the others. */
    silence() {
      setText(hint, SILENT);
      element.classList.add('cut-off');
      for (const shown of cards.values()) shown.silence();
    },
  };
}

/** @param {string} name */
function instanceCard(name) {
  const badge = h('span', { class: 'badge' });
  const own = h('span', { class: 'quiet' });
  const facts = ['Lease', 'Bus delay', 'Circuit', 'Redis', 'Mode', 'Epoch', 'Quarantine', 'Up for'].map(
    (label) => ({
      label,
      value: h('dd', {}, '–'),
    }),
  );
  const reads = h('span', {}, '–');
  const fill = h('span', { class: 'fill' });
  const fillText = h('span', {}, '–');
  const meter = h('div', {
    class: 'meter',
    role: 'meter',
    'aria-label': `L1 fill of ${name}`,
    'aria-valuemin': 0,
    'aria-valuemax': 100,
    'aria-valuenow': 0,
  });
  meter.append(fill);
  const element = h(
    'li',
    { class: 'instance', 'data-instance': name },
    h('div', { class: 'instance-head' }, h('h3', { class: 'mono' }, name), own, badge),
    h('p', { class: 'reads-line' }, reads),
    h('div', { class: 'fill-row' }, h('span', { class: 'quiet' }, 'L1 fill'), meter, fillText),
    h('dl', { class: 'facts' }, ...facts.map(({ label, value }) => h('div', {}, h('dt', {}, label), value))),
  );
  let before = '';
  /** @param {[kind: string, words: string]} condition */
  const show = ([kind, words]) => {
    element.dataset['condition'] = kind;
    setText(badge, words);
    if (before !== '' && before !== kind) announce(`Instance ${name}: ${words}.`);
    before = kind;
  };
  return {
    element,
    silence: () => show(['unknown', 'no news']),
    /** @param {any} instance */
    update(instance) {
      show(conditionOf(instance));
      setText(own, instance.own ? 'answers this page' : '');
      const share = Math.max(
        instance.l1.bytes / instance.l1.max_bytes,
        instance.l1.entries / instance.l1.max_entries,
      );
      fill.style.width = `${Math.max(share > 0 ? 1 : 0, 100 * share)}%`;
      meter.setAttribute('aria-valuenow', String(Math.round(100 * share)));
      setText(
        fillText,
        instance.l1.enabled ? `${count(instance.l1.entries)} entries, ${size(instance.l1.bytes)}` : 'off',
      );
      const each = instance.reads_per_second;
      const sum = total(each);
      const hits = sum === 0 ? '' : `, ${percent(sum - each.database, sum)} hits`;
      setText(reads, `${count(sum)} ${sum === 1 ? 'read' : 'reads'} a second${hits}`);
      const values = factsOf(instance);
      for (const [place, { value }] of facts.entries()) {
        const [text, wrong] = values[place] ?? ['–', false];
        setText(value, text);
        value.classList.toggle('wrong', wrong);
      }
    },
  };
}

/**
 * @param {any} instance
 * @returns {[kind: string, words: string]}
 */
function conditionOf(instance) {
  const silent = duration(Math.round(instance.silent_ms / 100) * 100);
  if (instance.state === 'gone') return ['gone', `gone, silent for ${silent}`];
  if (instance.state === 'unknown') return ['unknown', `not heard for ${silent}`];
  if (instance.stopping) return ['warn', 'stopping'];
  if (!instance.lease) return ['warn', 'lease lost'];
  if (instance.l2.circuit === 'open' || instance.l2.circuit === 'half-open') return ['warn', 'circuit open'];
  if (instance.in_debt) return ['warn', 'owes a new epoch'];
  if (instance.quarantine_ms > 0)
    return ['warn', `quarantine, ${duration(Math.ceil(instance.quarantine_ms / 1000) * 1000)}`];
  return ['good', 'well'];
}

/**
 * @param {any} instance
 * @returns {[text: string, wrong: boolean][]}
 */
function factsOf(instance) {
  const { l2 } = instance;
  const alone = l2.circuit === null;
  return [
    [instance.lease ? 'held' : 'lost', !instance.lease],
    [duration(instance.bus_delay_ms), false],
    [alone ? 'no Redis' : l2.circuit, !alone && l2.circuit !== 'closed'],
    [alone ? 'none' : l2.usable ? (l2.enabled ? 'in use' : 'bus only') : 'not usable', !alone && !l2.usable],
    [instance.mode, false],
    [instance.epoch === null ? '–' : instance.epoch.slice(0, 8), false],
    [instance.quarantine_ms > 0 ? duration(instance.quarantine_ms) : 'none', instance.quarantine_ms > 0],
    [duration(instance.uptime_s * 1000), false],
  ];
}

const SHOWN_WRITES = 40;

/** The domain events as they come, with what they made stale. */
export function writes() {
  const list = h('ol', {
    class: 'write-list',
    tabindex: '0',
    'aria-label': 'The last writes, the newest first',
  });
  const empty = h('p', { class: 'quiet empty' }, 'No write yet.');
  let paused = false;
  const pause = h(
    'button',
    {
      type: 'button',
      class: 'plain',
      'aria-pressed': 'false',
      onclick: () => {
        paused = !paused;
        pause.setAttribute('aria-pressed', String(paused));
        if (!paused) draw();
      },
    },
    'Pause',
  );
  const element = card(
    'writes',
    'Writes',
    'of all instances, and the scopes that each made stale',
    pause,
    empty,
    list,
  );
  /** @type {any[]} */
  let waiting = [];
  const draw = () => {
    const fresh = waiting;
    waiting = [];
    if (fresh.length === 0) return;
    empty.hidden = true;
    list.prepend(...fresh.reverse().map(writeRow));
    while (list.children.length > SHOWN_WRITES) list.lastElementChild?.remove();
  };
  return {
    element,
    /** @param {any[]} all */
    reset(all) {
      waiting = [];
      list.replaceChildren();
      empty.hidden = false;
      this.add(all);
    },
    /** @param {any[]} fresh */
    add(fresh) {
      waiting = [...waiting, ...fresh].slice(-SHOWN_WRITES);
      if (!paused) draw();
    },
  };
}

/** @param {any} write */
function writeRow(write) {
  const more = write.scope_count - write.scopes.length;
  const parts = partsOf(write);
  const sum = parts.reduce((all, [, ms]) => all + (ms ?? 0), 0);
  return h(
    'li',
    { class: `write outcome-${write.outcome}` },
    h(
      'div',
      { class: 'write-head' },
      h('span', { class: 'event' }, write.type),
      write.outcome === 'written' ? null : h('span', { class: 'badge' }, write.outcome),
      h('span', { class: 'quiet' }, `${clock(write.at)} on ${write.instance_id}`),
    ),
    h(
      'p',
      { class: 'scopes' },
      ...write.scopes.map((/** @type {string} */ scope) => h('code', {}, scope)),
      more > 0 ? h('span', { class: 'quiet' }, `and ${more} more`) : null,
      write.scope_count === 0 ? h('span', { class: 'quiet' }, staleWithoutScopes(write)) : null,
    ),
    h(
      'div',
      { class: 'phases' },
      h(
        'span',
        { class: 'phase-bar', 'aria-hidden': 'true' },
        ...parts.map(([name, ms]) => phase(name, ms ?? 0, sum)),
      ),
      h('span', { class: 'phase-text' }, parts.map(([name, ms]) => `${name} ${duration(ms)}`).join(' · ')),
    ),
  );
}

/** @param {any} write */
function staleWithoutScopes(write) {
  return write.type === 'cache.cleared' ? 'made everything stale' : 'made nothing stale';
}

/**
 * A purge has no database write between its begin and its commit.
 * @param {any} write
 * @returns {(readonly [name: string, ms: number | null])[]}
 */
function partsOf(write) {
  if (write.type === 'cache.purged') return [['begin and commit', write.begin_ms]];
  if (write.type === 'cache.cleared') return [['begin', write.begin_ms]];
  return [
    ['begin', write.begin_ms],
    ['write', write.write_ms],
    ['commit', write.commit_ms],
  ];
}

/**
 * @param {string} name
 * @param {number} ms
 * @param {number} sum
 */
function phase(name, ms, sum) {
  const part = h('span', { class: `phase ${name}` });
  part.style.flexGrow = String(sum === 0 ? 0 : ms / sum);
  return part;
}
