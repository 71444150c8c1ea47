import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { etagOf } from '../../cache/index.js';

/** A file of the page as it is sent. */
export interface PageFile {
  readonly bytes: Buffer;
  readonly type: string;
  readonly etag: string;
}

export const INDEX = 'index.html';

const PAGE = fileURLToPath(new URL('page/', import.meta.url));
const require = createRequire(import.meta.url);
/** The one library of the page, from the package as it is installed: nothing comes from another host. */
const LIBRARY = {
  'uplot.js': require.resolve('uplot/dist/uPlot.iife.min.js'),
  'uplot.css': require.resolve('uplot/dist/uPlot.min.css'),
};
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The whole page, read once: a closed set of names, so that no name can lead out of it. */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  const own = readdirSync(PAGE)
    .filter((name) => extname(name) in TYPES)
    .map((name) => [name, join(PAGE, name)] as const);
  return new Map([...own, ...Object.entries(LIBRARY)].map(([name, path]) => [name, fileOf(name, path)]));
}

function fileOf(name: string, path: string): PageFile {
  const bytes = readFileSync(path);
  return { bytes, type: TYPES[extname(name)] ?? 'application/octet-stream', etag: etagOf(bytes) };
}
