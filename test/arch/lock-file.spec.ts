import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Lock, missingOptionals } from '../support/lock-file.mjs';

const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
const lock = JSON.parse(text) as Lock; // npm's own format

describe('the lock file', () => {
  it('holds the optional packages of every platform (otherwise: npm run lock:complete)', () => {
    expect(missingOptionals(lock)).toEqual([]);
  });

  it('names no registry, so that everybody uses their own', () => {
    expect(text).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
  });

  it('is found wanting when a package for another platform is missing', () => {
    const parent = { version: '1.0.0', optionalDependencies: { '@x/core-linux-arm64-musl': '1.0.0' } };
    expect(missingOptionals({ packages: { 'node_modules/@x/core': parent } })).toEqual([
      {
        path: 'node_modules/@x/core-linux-arm64-musl',
        entry: { version: '1.0.0', os: ['linux'], cpu: ['arm64'], libc: ['musl'], optional: true },
      },
    ]);
  });

  it('is found wanting when a package is there in another version only', () => {
    const asking = { version: '2.0.0', dev: true, optionalDependencies: { 'y-win32-x64': '2.0.0' } };
    const packages = { 'node_modules/y': asking, 'node_modules/y-win32-x64': { version: '1.0.0' } };
    expect(missingOptionals({ packages })).toEqual([
      {
        path: 'node_modules/y/node_modules/y-win32-x64',
        entry: { version: '2.0.0', os: ['win32'], cpu: ['x64'], dev: true, optional: true },
      },
    ]);
  });
});
