import { transformSync } from '@swc/core';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What the simulation consists of: the protocol's own code, and the world around it. */
const ROOMS = ['src/kernel', 'src/cache', 'test/simulation'];

/**
 * @typedef {object} Patch
 * @property {string} file from the root of the repository
 * @property {string} find a text that occurs in it exactly once
 * @property {string} replace
 */

/** @type {Map<string, string>} the compiled files, by their path from the root */
let compiled = new Map();

/**
 * Compiles the simulation, with one of its files patched or none, into a folder of its own and gives the folder's path.
 * @param {string} name
 * @param {string} parent
 * @param {readonly Patch[]} [patches]
 */
export function buildSimulation(name, parent, patches = []) {
  if (compiled.size === 0) compiled = new Map(sources().map((file) => [file, compile(file, read(file))]));
  const dir = join(parent, name);
  const files = new Map(compiled);
  /** @type {Map<string, string>} */
  const patched = new Map();
  for (const patch of patches)
    patched.set(patch.file, applyPatch(patched.get(patch.file) ?? read(patch.file), patch));
  for (const [file, text] of patched) files.set(file, compile(file, text));
  for (const [file, code] of files) {
    const path = join(dir, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
  return dir;
}

/** A folder for builds, in which packages are found as in the repository. */
export function buildFolder() {
  const dir = mkdtempSync(join(tmpdir(), 'simulation-'));
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/**
 * @param {string} text
 * @param {Patch} patch
 */
export function applyPatch(text, patch) {
  const parts = text.split(patch.find);
  if (parts.length !== 2)
    throw new Error(`${patch.file} holds ${parts.length - 1} times, not once: ${patch.find}`);
  return parts.join(patch.replace);
}

/** @param {string} file */
function read(file) {
  return readFileSync(join(ROOT, file), 'utf8');
}

function sources() {
  return ROOMS.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .map((name) => join(room, name)),
  );
}

/**
 * @param {string} file
 * @param {string} text
 */
function compile(file, text) {
  return transformSync(text, {
    filename: file,
    module: { type: 'es6' },
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
  }).code;
}
