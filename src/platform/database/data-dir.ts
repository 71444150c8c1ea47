import { link, mkdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { randomId } from '../../kernel/ids.js';
import { DatabaseStartError } from './database-start.error.js';
import { commandLineOf, processIdentity } from './process-identity.js';

const POLL_MS = 50;
const TERM_WAIT_MS = 15_000;
const KILL_WAIT_MS = 5000;

/** A data folder that this process owns. */
export interface OwnedDataDir {
  readonly dbPath: string;
  /** The port of the last run; null: none remembered. */
  rememberedPort(): Promise<number | null>;
  rememberPort(port: number): Promise<void>;
  release(): Promise<void>;
}

interface Owner {
  readonly pid: number;
  readonly identity: string;
}

/**
 * Makes this process the owner of the folder (mode 0700), waiting for an owner that is about to end, and ends a
 * mongod that a dead owner left in it.
 * @throws {DatabaseStartError} when a living process keeps it for longer than `waitMs`
 */
export async function ownDataDir(dir: string, waitMs: number): Promise<OwnedDataDir> {
  const dbPath = join(dir, 'db');
  const ownerFile = join(dir, 'owner.json');
  const portFile = join(dir, 'port');
  await mkdir(dbPath, { recursive: true, mode: 0o700 });
  await claim(dir, ownerFile, waitMs);
  try {
    await endOrphan(dbPath);
  } catch (error) {
    await rm(ownerFile, { force: true });
    throw error;
  }
  return {
    dbPath,
    rememberedPort: async () => {
      const port = Number(await readFile(portFile, 'utf8').catch(() => ''));
      return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
    },
    rememberPort: (port) => writeFile(portFile, String(port)),
    release: () => rm(ownerFile, { force: true }),
  };
}

async function claim(dir: string, ownerFile: string, waitMs: number): Promise<void> {
  const self: Owner = { pid: process.pid, identity: (await processIdentity(process.pid)) ?? '' };
  const mine = join(dir, `owner.${process.pid}.${randomId()}`);
  await writeFile(mine, JSON.stringify(self), { mode: 0o600 });
  try {
    const giveUpMs = performance.now() + waitMs;
    // link() is the one step that only one of several can do
    while (!(await linked(mine, ownerFile))) {
      const text = await readFile(ownerFile, 'utf8').catch(() => null);
      if (text === null) continue;
      const owner = ownerOf(text);
      if (owner === null || (await processIdentity(owner.pid)) !== owner.identity) {
        await removeDead(ownerFile, text);
      } else if (performance.now() > giveUpMs) {
        throw new DatabaseStartError(
          `Another running process (pid ${owner.pid}) uses the embedded database in ${dir}: ` +
            'stop it, set MONGODB_DATA_DIR to another folder, or give both processes one MONGODB_URI.',
        );
      } else {
        await pause(POLL_MS);
      }
    }
  } finally {
    await unlink(mine);
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Takes the dead owner's note away; a note that another start put there meanwhile is put back. */
async function removeDead(ownerFile: string, text: string): Promise<void> {
  const aside = `${ownerFile}.${randomId()}`;
  try {
    await rename(ownerFile, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== text) await linked(aside, ownerFile);
  await unlink(aside);
}

function ownerOf(text: string): Owner | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('identity' in value))
      return null;
    const { pid, identity } = value;
    return typeof pid === 'number' && typeof identity === 'string' ? { pid, identity } : null;
  } catch {
    return null; // half written by a process that was killed
  }
}

/** The pid in `mongod.lock` may long belong to something else: only a mongod on this very folder is ended. */
async function endOrphan(dbPath: string): Promise<void> {
  const pid = Number((await readFile(join(dbPath, 'mongod.lock'), 'utf8').catch(() => '')).trim());
  if (!Number.isInteger(pid) || pid <= 0) return;
  const identity = await processIdentity(pid);
  if (identity === null || !((await commandLineOf(pid)) ?? '').includes(`--dbpath ${dbPath} `)) return;
  for (const [signal, waitMs] of [
    ['SIGTERM', TERM_WAIT_MS],
    // what was acknowledged is in its journal
    ['SIGKILL', KILL_WAIT_MS],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return; // gone
    }
    if (await ended(pid, identity, waitMs)) return;
  }
  throw new DatabaseStartError(
    `A mongod that an earlier run left (pid ${pid}) does not end: end it, or set MONGODB_URI or another MONGODB_DATA_DIR.`,
  );
}

async function ended(pid: number, identity: string, waitMs: number): Promise<boolean> {
  const giveUpMs = performance.now() + waitMs;
  while (performance.now() < giveUpMs) {
    if ((await processIdentity(pid)) !== identity) return true;
    await pause(POLL_MS);
  }
  return false;
}

function isCode(error: unknown, code: string): boolean {
  // an error of Node's own is no `instanceof Error` across realms (tests)
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
