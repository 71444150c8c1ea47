/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 */
/** @typedef {{ packages: Record<string, LockEntry> }} Lock */

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];
const WITHOUT_PLATFORM_IN_NAME = new Map([['fsevents', { os: ['darwin'] }]]);

/**
 * The optional packages that the lock file's packages ask for and that it does not hold, with the entry each lacks.
 * @param {Lock} lock
 * @returns {{ path: string, entry: LockEntry }[]}
 */
export function missingOptionals(lock) {
  /** @type {Map<string, LockEntry>} */
  const missing = new Map();
  for (const [parent, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(optionalDependencies)) {
      const version = range.replace(/^[~^]/, '');
      const held = lookUp(lock, parent, name);
      if (held !== undefined && (range !== version || held.version === version)) continue;
      const path = held === undefined ? `node_modules/${name}` : `${parent}/node_modules/${name}`;
      const forDevelopment = dev === true && missing.get(path)?.dev !== false;
      missing.set(path, { version, ...platformOf(name), dev: forDevelopment, optional: true });
    }
  }
  return [...missing].map(([path, { dev, ...entry }]) => ({ path, entry: dev ? { ...entry, dev } : entry }));
}

/**
 * What node would find from `parent`: the nearest folder upwards.
 * @param {Lock} lock
 * @param {string} parent
 * @param {string} name
 */
function lookUp(lock, parent, name) {
  for (let from = parent; ; from = from.slice(0, Math.max(from.lastIndexOf('/node_modules/'), 0))) {
    const entry = lock.packages[`${from === '' ? '' : `${from}/`}node_modules/${name}`];
    if (entry !== undefined || from === '') return entry;
  }
}

/**
 * Which machines a package is for, read from its name as all native packages are named: system, processor, C library.
 * @param {string} name
 * @returns {Pick<LockEntry, 'os' | 'cpu' | 'libc'>}
 */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const known = WITHOUT_PLATFORM_IN_NAME.get(name);
  const system = SYSTEMS.find((word) => words.includes(word));
  const processor = PROCESSORS.find((word) => words.includes(word));
  if (known !== undefined) return known;
  if (processor === 'wasm32') return { cpu: [processor] };
  if (system === undefined || processor === undefined) {
    throw new Error(
      `The platform of the optional package ${name} is not in its name: add it to lock-file.mjs.`,
    );
  }
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc';
  const named = words.some((word) => /^(gnu|musl)/.test(word));
  return { os: [system], cpu: [processor], ...(system === 'linux' && named ? { libc: [libc] } : {}) };
}
