/** Where the tokens lie: they end with the tab, and no other tab or site sees them. */
const KEY = 'inframind.console';
/** A token is renewed so long before its end. */
const EARLY_MS = 60_000;

/** @typedef {{ access: string, refresh: string | null, expiresAtMs: number }} Session */

/** A refusal or a failure, as the service words it. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} detail
   */
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** @returns {Session | null} */
function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  } catch {
    return null;
  }
}

/** @param {{ access_token: string, refresh_token?: string, expires_in: number }} answer */
function keep({ access_token: access, refresh_token: refresh, expires_in: expiresInS }) {
  const session = { access, refresh: refresh ?? null, expiresAtMs: Date.now() + expiresInS * 1000 };
  sessionStorage.setItem(KEY, JSON.stringify(session));
}

export function isLoggedIn() {
  return stored() !== null;
}

/**
 * @param {string} email
 * @param {string} password
 */
export async function logIn(email, password) {
  keep(await post('/api/v2/auth/login', { email, password }));
}

/** @returns {Promise<boolean>} whether the one click is offered here */
export async function isSampleOffered() {
  const response = await fetch('/api/v2/cache-admin/sample-session').catch(() => null);
  if (response === null || !response.ok) return false;
  return (await response.json()).available === true;
}

export async function logInAsSample() {
  keep(await post('/api/v2/cache-admin/sample-session', undefined));
}

export async function logOut() {
  const session = stored();
  forget();
  if (session?.refresh) await post('/api/v2/auth/logout', { refresh_token: session.refresh }).catch(() => {});
}

export function forget() {
  sessionStorage.removeItem(KEY);
}

/** @type {Promise<boolean> | null} */
let renewing = null;

/** Renews the session once for all who ask at the same time; false: it has ended. */
export function renew() {
  renewing ??= renewOnce().finally(() => (renewing = null));
  return renewing;
}

async function renewOnce() {
  const session = stored();
  if (session === null || session.refresh === null) return false;
  try {
    const renewed = await post('/api/v2/auth/refresh', { refresh_token: session.refresh });
    if (stored() === null) {
      // Logged out meanwhile: what was renewed must not log in again.
      await post('/api/v2/auth/logout', { refresh_token: renewed.refresh_token });
      return false;
    }
    keep(renewed);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return false;
    throw error; // the network: the session may well be good
  }
}

/**
 * A request in the session's name; its token is renewed once where it is old.
 * @param {string} path
 * @param {RequestInit} [init]
 * @returns {Promise<Response>}
 * @throws {Problem}
 */
export async function request(path, init = {}) {
  const session = stored();
  if (session === null) throw new Problem(401, 'Log in first.');
  if (session.expiresAtMs - Date.now() < EARLY_MS && session.refresh !== null) await renew();
  let response = await send(path, init);
  if (response.status === 401 && (await renew())) response = await send(path, init);
  if (!response.ok) throw await problemOf(response);
  return response;
}

/**
 * @param {string} path
 * @param {RequestInit} init
 */
function send(path, init) {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${stored()?.access ?? ''}`);
  return ask(path, { ...init, headers, cache: 'no-store' });
}

/**
 * A browser says no more than "Failed to fetch" of a service that is not there.
 * @param {string} path
 * @param {RequestInit} init
 */
function ask(path, init) {
  return fetch(path, init).catch((error) => {
    throw error instanceof TypeError ? new Problem(503, 'The service does not answer.') : error;
  });
}

/** @param {string} path */
export async function get(path) {
  return (await request(path)).json();
}

/**
 * @param {string} path
 * @param {unknown} body
 */
export async function act(path, body) {
  const response = await request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}

/**
 * @param {string} path
 * @param {unknown} body
 */
async function post(path, body) {
  const response = await ask(path, {
    method: 'POST',
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? null : response.json();
}

/** @param {Response} response */
async function problemOf(response) {
  const body = await response.json().catch(() => null);
  const faults = Array.isArray(body?.errors)
    ? body.errors.map((/** @type {any} */ fault) => fault.message)
    : [];
  const detail =
    faults.length > 0 ? faults.join(' ') : (body?.detail ?? `The service answered ${response.status}.`);
  return new Problem(response.status, String(detail));
}
