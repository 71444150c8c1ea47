import { charts, latencies } from './charts.mjs';
import { h, setText } from './dom.mjs';
import { instances, now, writes } from './live.mjs';
import { login } from './login.mjs';
import { forget, isLoggedIn, logOut } from './session.mjs';
import { follow } from './stream.mjs';
import { attempt, explain, switches } from './tools.mjs';

const KEPT_SAMPLES = 300;
const LINK = { live: 'Live', late: 'No news', lost: 'Reconnecting' };

const main = /** @type {HTMLElement} */ (document.getElementById('main'));
const link = /** @type {HTMLElement} */ (document.getElementById('link'));
const served = /** @type {HTMLElement} */ (document.getElementById('served'));
const leave = /** @type {HTMLElement} */ (document.getElementById('logout'));

/** @type {(() => void) | null} */
let end = null;

leave.addEventListener('click', () => {
  void logOut();
  showLogin(null);
});
if (isLoggedIn()) showConsole();
else showLogin(null);

/** @param {string | null} message */
function showLogin(message) {
  end?.();
  end = null;
  link.hidden = served.hidden = leave.hidden = true;
  main.replaceChildren(login({ message, onDone: showConsole }));
  document.title = 'Log in – InfraMind console';
}

function showConsole() {
  main.replaceChildren(h('p', { class: 'notice' }, 'Connecting…'));
  link.hidden = leave.hidden = false;
  document.title = 'InfraMind console';
  /** @type {ReturnType<typeof dashboard> | null} */
  let board = null;
  const stop = follow({
    onState: (state) => {
      link.dataset['state'] = state;
      setText(/** @type {Element} */ (link.querySelector('.text')), LINK[state]);
      if (state !== 'live') board?.silence();
    },
    onEvent: (event, data) => {
      if (event === 'overview') {
        board ??= dashboard(data);
        board.begin(data);
      } else if (event === 'beat') board?.beat(data);
    },
    onRefused: (problem) => {
      forget();
      showLogin(
        problem.status === 403
          ? 'Your role does not allow this: the console is for administrators.'
          : 'Your session has ended.',
      );
    },
  });
  end = () => {
    stop();
    board?.end();
  };
}

/** @param {any} overview */
function dashboard(overview) {
  const parts = {
    now: now(),
    charts: charts(),
    latency: latencies(),
    instances: instances(),
    writes: writes(),
    explain: explain(overview.resources),
    attempt: attempt(overview.resources),
    switches: switches(),
  };
  main.replaceChildren(
    h('h1', { class: 'visually-hidden' }, 'The cache at work'),
    parts.now.element,
    h(
      'div',
      { class: 'grid' },
      parts.charts.element,
      parts.latency.element,
      parts.instances.element,
      parts.writes.element,
      h('div', { class: 'stack' }, parts.explain.element, parts.attempt.element),
      parts.switches.element,
    ),
  );
  /** @type {any[]} */
  let samples = [];
  /** @type {any} */
  let latency = overview.latency;
  const drawSecond = () => {
    parts.charts.update(samples);
    parts.latency.update(latency);
    parts.now.update(samples.at(-1), latency);
  };
  /** @param {any} data */
  const drawInstances = (data) => {
    parts.instances.update(data.instances, data.others);
    parts.now.updateInstances(data.instances);
  };
  return {
    /** @param {any} data */
    begin(data) {
      samples = data.samples;
      latency = data.latency;
      served.hidden = false;
      setText(served, `served by ${data.instance_id}`);
      drawSecond();
      drawInstances(data);
      parts.writes.reset(data.writes);
    },
    /** @param {any} data */
    beat(data) {
      drawInstances(data);
      parts.writes.add(data.writes);
      if (data.sample === undefined) return;
      samples = [...samples, data.sample].slice(-KEPT_SAMPLES);
      latency = data.latency;
      drawSecond();
    },
    silence() {
      parts.instances.silence();
      parts.now.silence();
    },
    end: () => parts.charts.end(),
  };
}
