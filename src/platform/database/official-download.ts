import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { MongoBinary } from 'mongodb-memory-server-core';
import { runCommand } from './run-command.js';

/** What the machine can reach is known by then: no word from the site so long, and we look elsewhere. */
const FIRST_WORD_MS = 10_000;
const SILENCE_MS = 30_000;
const LIMIT_MS = 15 * 60_000;
/** A whole number of percent, at most so often in the log. */
const PROGRESS = /(\d+)(?:\.\d+)?% \(([\d.]+)mb \/ ([\d.]+)mb\)/;
const PROGRESS_STEP_PERCENT = 10;

type GetPathOptions = NonNullable<Parameters<typeof MongoBinary.getPath>[0]>;

/**
 * In a process of its own, so that it can be ended when the network swallows it, and so that its environment is
 * ours: without `npm_config_strict_ssl` the downloader accepts any certificate, and an MD5 fetched from an
 * impostor proves nothing.
 */
const SCRIPT = `
  const [library, options] = process.argv.slice(1);
  require(library).MongoBinary.getPath(JSON.parse(options)).then(
    (path) => console.log('found ' + path),
    (error) => { console.error(error.message); process.exitCode = 1; },
  );`;
const ENVIRONMENT = ['npm_config_strict_ssl=true', 'MONGOMS_MAX_RETRIES=1', 'MONGOMS_SYSTEM_BINARY='];

/**
 * Fetches MongoDB's own build for this machine, its checksum compared, and puts it at `targetPath`.
 * @param workDir an empty folder of the caller's, who removes it
 */
export async function downloadOfficial(
  workDir: string,
  targetPath: string,
  log: (line: string) => void,
): Promise<void> {
  const downloadDir = join(workDir, 'official');
  await mkdir(downloadDir, { recursive: true });
  const library = createRequire(import.meta.url).resolve('mongodb-memory-server-core');
  const options: GetPathOptions = { downloadDir, checkMD5: true };
  const progress = progressLog(log);
  const output = await runCommand(
    'env',
    [...ENVIRONMENT, process.execPath, '-e', SCRIPT, library, JSON.stringify(options)],
    {
      limitMs: LIMIT_MS,
      silenceMs: (printedBefore) => (printedBefore ? SILENCE_MS : FIRST_WORD_MS),
      onLine: progress,
    },
  );
  const found = output.find((line) => line.startsWith('found '))?.slice('found '.length);
  if (found === undefined) throw new Error('the downloader named no file');
  await copyFile(found, targetPath);
}

function progressLog(log: (line: string) => void): (line: string) => void {
  let next = 0;
  return (line) => {
    const [, percent, doneMb, totalMb] = PROGRESS.exec(line) ?? [];
    if (percent === undefined || Number(percent) < next) return;
    next = Number(percent) + PROGRESS_STEP_PERCENT;
    log(`downloading MongoDB: ${percent} % (${doneMb} of ${totalMb} MB)`);
  };
}
