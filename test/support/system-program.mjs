import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const INSTALL_LIMIT_MS = 300_000;

/**
 * The systems' package managers by the name of their tool.
 * @typedef {'apt-get' | 'dnf' | 'apk' | 'pacman' | 'zypper' | 'brew'} Manager
 */

/**
 * How each installs without asking; the first whose tool is on the path is tried.
 * @type {readonly { tool: Manager, root: boolean, runs: readonly (readonly string[])[] }[]}
 */
const INSTALLERS = [
  {
    tool: 'apt-get',
    root: true,
    runs: [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y'],
    ],
  },
  { tool: 'dnf', root: true, runs: [['dnf', 'install', '-y']] },
  { tool: 'apk', root: true, runs: [['apk', 'add', '--no-progress']] },
  { tool: 'pacman', root: true, runs: [['pacman', '-S', '--noconfirm']] },
  { tool: 'zypper', root: true, runs: [['zypper', '--non-interactive', 'install']] },
  { tool: 'brew', root: false, runs: [['brew', 'install']] },
];

/**
 * The path of the first of these programs; null where there is none.
 * @param {readonly string[]} names
 * @returns {string | null}
 */
export function programOnPath(names) {
  for (const name of names) {
    const path = onPath(name);
    if (path !== null) return path;
  }
  return null;
}

/**
 * The path of a program, installed where that needs no question.
 * @param {{ names: readonly string[], packages: Readonly<Record<Manager, string>>, wanting: string }} wanted the package's
 *   name for each manager, and the sentence for people where it cannot be had
 * @returns {string}
 * @throws {Error} the sentence
 */
export function findProgram({ names, packages, wanting }) {
  const found = programOnPath(names) ?? (install(names, packages) ? programOnPath(names) : null);
  if (found === null) throw new Error(wanting);
  return found;
}

/** @param {string} name */
function onPath(name) {
  // System tools live in sbin folders, which an ordinary user's path may lack.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/local/sbin'];
  for (const folder of folders.filter((entry) => entry !== '')) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      continue;
    }
  }
  return null;
}

/**
 * @param {readonly string[]} names
 * @param {Readonly<Record<Manager, string>>} packages
 */
function install(names, packages) {
  const installer = INSTALLERS.find(({ tool }) => onPath(tool) !== null);
  if (installer === undefined) return false;
  const asRoot = installer.root && process.getuid?.() !== 0;
  const prefix = asRoot ? ['sudo', '-n'] : [];
  process.stderr.write(`No ${names[0]} on the path: installing it with ${installer.tool}\n`);
  let done = false;
  for (const [place, run] of installer.runs.entries()) {
    const isLast = place === installer.runs.length - 1;
    const [command = '', ...args] = [...prefix, ...run, ...(isLast ? [packages[installer.tool]] : [])];
    const result = spawnSync(command, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: INSTALL_LIMIT_MS,
      // Debian's packages start services unless told otherwise; nothing here wants one.
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    });
    done = result.status === 0;
  }
  return done;
}
