import { Problem, request } from './session.mjs';

/** A beat comes twice a second: without one for so long something is wrong. */
const LATE_MS = 1_600;
/** The connection is given up and made anew. */
const LOST_MS = 6_000;
const RETRY_MS = 1_000;

/**
 * @typedef {object} Listener
 * @property {(event: string, data: any) => void} onEvent
 * @property {(state: 'live' | 'late' | 'lost') => void} onState
 * @property {(problem: Problem) => void} onRefused the session has ended, or its role does not allow this
 */

/**
 * Follows the service's events until it is stopped, over broken connections and restarts. `EventSource` could not send the
 * token, so the stream is read from a fetch.
 * @param {Listener} listener
 * @returns {() => void} stops it
 */
export function follow({ onEvent, onState, onRefused }) {
  const stopped = new AbortController();
  const run = async () => {
    while (!stopped.signal.aborted) {
      try {
        await readOnce(stopped.signal, onEvent, onState);
      } catch (error) {
        if (stopped.signal.aborted) return;
        if (error instanceof Problem && (error.status === 401 || error.status === 403))
          return onRefused(error);
      }
      if (stopped.signal.aborted) return;
      onState('lost');
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  };
  void run();
  return () => stopped.abort();
}

/**
 * @param {AbortSignal} stopped
 * @param {Listener['onEvent']} onEvent
 * @param {Listener['onState']} onState
 */
async function readOnce(stopped, onEvent, onState) {
  const connection = new AbortController();
  const signal = AbortSignal.any([stopped, connection.signal]);
  const watch = silenceWatch(
    () => onState('late'),
    () => connection.abort(),
  );
  try {
    const response = await request('/api/v2/cache-admin/stream', { signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const read = await reader?.read();
      if (read === undefined || read.done) return;
      watch.heard();
      const frames = (rest + read.value).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) dispatch(frame, onEvent);
      if (frames.length > 0) onState('live');
    }
  } finally {
    watch.end();
  }
}

/**
 * @param {string} frame
 * @param {Listener['onEvent']} onEvent
 */
function dispatch(frame, onEvent) {
  const lines = frame.split('\n');
  const field = (/** @type {string} */ name) =>
    lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const [event, data] = [field('event'), field('data')];
  if (event !== undefined && data !== undefined) onEvent(event, JSON.parse(data));
}

/**
 * @param {() => void} onLate
 * @param {() => void} onLost
 */
function silenceWatch(onLate, onLost) {
  /** @type {ReturnType<typeof setTimeout>[]} */
  let timers = [];
  const end = () => timers.forEach((timer) => clearTimeout(timer));
  const heard = () => {
    end();
    timers = [setTimeout(onLate, LATE_MS), setTimeout(onLost, LOST_MS)];
  };
  heard();
  return { heard, end };
}
