import { announce, card, h } from './dom.mjs';
import { clock, duration, size } from './format.mjs';
import { act, get } from './session.mjs';

const STATIONS = { l1: 'L1 memory', l2: 'L2 Redis', database: 'Database' };

/**
 * A form of one text, and the place where its answer stands.
 * @param {{ id: string, label: string, hint: string, button: string, extra?: HTMLElement, run: (text: string) => Promise<Node> }} form
 */
function question({ id, label, hint, button, extra, run }) {
  const answer = h('div', { class: 'answer', 'aria-live': 'polite' });
  const input = h('input', {
    id,
    type: 'text',
    class: 'mono',
    required: true,
    maxlength: 1000,
    spellcheck: 'false',
    autocomplete: 'off',
    autocapitalize: 'off',
    'aria-describedby': `${id}-hint`,
  });
  const submit = h('button', { type: 'submit' }, button);
  const ask = async () => {
    submit.disabled = true;
    try {
      answer.replaceChildren(await run(input.value.trim()));
    } catch (error) {
      answer.replaceChildren(
        h('p', { class: 'problem' }, error instanceof Error ? error.message : String(error)),
      );
    } finally {
      submit.disabled = false;
    }
  };
  const form = h(
    'form',
    {
      class: 'question',
      onsubmit: (event) => {
        event.preventDefault();
        void ask();
      },
    },
    h('label', { for: id }, label),
    h('div', { class: 'field-row' }, input, submit),
    h('p', { class: 'quiet', id: `${id}-hint` }, hint),
    extra ?? null,
  );
  return {
    form,
    answer,
    /** @param {string} text */
    fill(text) {
      input.value = text;
      return ask();
    },
  };
}

/**
 * A path that is cached, its parameters written as in keys.
 * @param {{ path: string }[]} resources
 */
function pathLike(resources) {
  return resources[0]?.path.replaceAll(/:(\w+)/g, '{$1}') ?? '/api/…';
}

/**
 * Where a key lives, and why its next read will hit or miss.
 * @param {{ key_pattern: string, path: string }[]} resources
 */
export function explain(resources) {
  const example = resources.map(({ key_pattern: pattern }) => pattern).join(', ');
  const asked = question({
    id: 'explain-input',
    label: 'A key or a path',
    hint: `Keys look like ${example}; paths like ${pathLike(resources)}`,
    button: 'Explain',
    run: async (text) => {
      const name = text.startsWith('/') ? 'path' : 'key';
      const found = await get(`/api/v2/cache-admin/explain?${new URLSearchParams({ [name]: text })}`);
      return explanation(found, () => void asked.fill(found.key));
    },
  });
  return {
    element: card(
      'explain',
      'Explain',
      'where an answer lives, and what its next read finds',
      asked.form,
      asked.answer,
    ),
  };
}

/**
 * @param {any} found
 * @param {() => void} again
 */
function explanation(found, again) {
  const fact = (/** @type {string} */ label, /** @type {string} */ value) =>
    h('div', {}, h('dt', {}, label), h('dd', { class: 'mono' }, value));
  return h(
    'div',
    { class: 'explanation' },
    h(
      'p',
      { class: 'verdict' },
      h('span', { class: `swatch ${found.next}` }),
      h('strong', {}, `The next read here: ${STATIONS[/** @type {keyof STATIONS} */ (found.next)]}. `),
      found.reason,
    ),
    h(
      'dl',
      { class: 'facts wide' },
      fact('Key', found.key),
      fact('Scope', found.scope),
      fact('Generation', found.generation ?? '–'),
      fact('Write under way', found.pending ? 'yes' : 'no'),
      fact('Asked on', found.instance_id),
    ),
    h('div', { class: 'holdings' }, holding('l1', found.l1), holding('l2', found.l2)),
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', class: 'plain', onclick: again }, 'Ask again'),
      h(
        'button',
        { type: 'button', class: 'danger', onclick: () => confirmPurge(found.scope, again) },
        'Purge this scope…',
      ),
    ),
  );
}

/**
 * @param {'l1' | 'l2'} tier
 * @param {any} entry
 */
function holding(tier, entry) {
  const title = h('h3', {}, h('span', { class: `swatch ${tier}` }), STATIONS[tier]);
  if (entry === null)
    return h('div', { class: 'holding none' }, title, h('p', { class: 'quiet' }, 'has no entry'));
  const facts = [
    ['Age', duration(entry.age_ms)],
    ['Lives for', entry.ttl_ms > 0 ? duration(entry.ttl_ms) : 'expired'],
    ['Size', size(entry.size_bytes)],
    ['Owner', entry.owner_id],
    ['Generation', entry.generation === '' ? '–' : entry.generation],
  ];
  return h(
    'div',
    { class: 'holding' },
    title,
    h(
      'dl',
      { class: 'facts' },
      ...facts.map(([label, value]) => h('div', {}, h('dt', {}, label ?? ''), h('dd', {}, value ?? ''))),
    ),
  );
}

/**
 * @param {string} scope
 * @param {() => void} done
 */
function confirmPurge(scope, done) {
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const purge = async () => {
    try {
      const { took_ms: ms } = await act('/api/v2/cache-admin/purge', { scope });
      dialog.close();
      announce(`Purged ${scope} in ${duration(ms)}.`);
      done();
    } catch (error) {
      problem.hidden = false;
      problem.textContent = error instanceof Error ? error.message : String(error);
    }
  };
  const dialog = h(
    'dialog',
    { 'aria-labelledby': 'purge-title', onclose: () => dialog.remove() },
    h('h2', { id: 'purge-title' }, 'Purge this scope?'),
    h('p', {}, h('code', {}, scope)),
    h(
      'p',
      {},
      'All its entries become stale in every tier of every instance; the next reads go to the database.',
    ),
    problem,
    h(
      'div',
      { class: 'actions' },
      h(
        'button',
        { type: 'button', class: 'plain', autofocus: true, onclick: () => dialog.close() },
        'Keep it',
      ),
      h('button', { type: 'button', class: 'danger', onclick: () => void purge() }, 'Purge'),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * Sends a request and draws its way.
 * @param {{ path: string }[]} resources
 */
export function attempt(resources) {
  const fresh = h('input', { type: 'checkbox', id: 'try-fresh' });
  const asked = question({
    id: 'try-input',
    label: 'A path',
    hint: `A GET in your name, for example ${pathLike(resources)}`,
    button: 'Send',
    extra: h(
      'p',
      { class: 'check' },
      fresh,
      h('label', { for: 'try-fresh' }, 'Pass by the tiers (no-cache)'),
    ),
    run: async (path) => journey(await act('/api/v2/cache-admin/try', { path, fresh: fresh.checked })),
  });
  return {
    element: card('try', 'Try a request', 'and see its way through the tiers', asked.form, asked.answer),
  };
}

/** @param {any} way */
function journey(way) {
  const answered = way.steps.findLastIndex((/** @type {any} */ step) => ANSWERED.has(step.result));
  return h(
    'div',
    { class: 'way' },
    h(
      'ol',
      { class: 'journey' },
      h(
        'li',
        { class: 'station you reached' },
        h('span', { class: 'stop' }),
        h('h3', {}, 'You'),
        h('p', { class: 'quiet' }, 'GET'),
      ),
      ...way.steps.map((/** @type {any} */ step, /** @type {number} */ place) =>
        h(
          'li',
          {
            class: `station ${step.station} ${place <= answered ? 'reached' : ''} ${place === answered ? 'answered' : ''} ${step.result}`,
          },
          h('span', { class: 'stop' }),
          h('h3', {}, STATIONS[/** @type {keyof STATIONS} */ (step.station)]),
          h(
            'p',
            { class: 'result' },
            RESULTS[/** @type {keyof RESULTS} */ (step.result)],
            step.took_ms === null ? null : ` · ${duration(step.took_ms)}`,
          ),
          h('p', { class: 'quiet' }, step.note),
        ),
      ),
    ),
    h(
      'p',
      { class: 'sum' },
      h('strong', {}, `${way.status} in ${duration(way.took_ms)}`),
      `, ${size(way.size_bytes)}, on ${way.instance_id}. `,
      way.cache_status === null ? null : h('code', {}, way.cache_status),
    ),
  );
}

const ANSWERED = new Set(['hit', 'loaded', 'shared', 'stale', 'nothing', 'refused', 'failed']);
const RESULTS = {
  hit: 'hit',
  miss: 'miss',
  passed: 'passed by',
  off: 'off',
  'no-answer': 'no answer',
  loaded: 'read',
  shared: 'shared',
  stale: 'stale entry',
  'not-asked': 'not asked',
  nothing: 'nothing there',
  refused: 'refused',
  failed: 'no answer',
};

/** The environment's switches as they stand. */
export function switches() {
  const body = h('tbody', { role: 'rowgroup' });
  const table = h(
    'div',
    { class: 'table-frame', tabindex: '0', role: 'region', 'aria-label': 'Table of the switches' },
    h(
      'table',
      { role: 'table' },
      h(
        'thead',
        { role: 'rowgroup' },
        h(
          'tr',
          { role: 'row' },
          ...['Variable', 'Stands at', 'Meaning'].map((name) =>
            h('th', { scope: 'col', role: 'columnheader' }, name),
          ),
        ),
      ),
      body,
    ),
  );
  const element = card('switches', 'Switches', 'they are changed in the environment, not here', table);
  const load = async () => {
    const { switches: all } = await get('/api/v2/cache-admin/switches');
    body.replaceChildren(
      ...all.map((/** @type {any} */ each) =>
        h(
          'tr',
          { role: 'row' },
          h('th', { scope: 'row', role: 'rowheader', class: 'mono' }, each.variable),
          h('td', { role: 'cell', class: 'mono' }, each.value),
          h('td', { role: 'cell', class: 'quiet' }, each.meaning),
        ),
      ),
    );
  };
  load().catch(() =>
    body.replaceChildren(
      h(
        'tr',
        { role: 'row' },
        h('td', { role: 'cell', colspan: 3 }, `Not known at ${clock(new Date().toISOString())}.`),
      ),
    ),
  );
  return { element };
}
