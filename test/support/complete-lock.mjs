import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { missingOptionals } from './lock-file.mjs';

// Writes the optional packages of other platforms into the lock file that the registry of the machine which made it
// did not know. Without them npm 11 refuses it (`npm ci`: "Missing: … from lock file"). To be run after each change of
// dependencies: `npm run lock:complete`.
const LOCK = fileURLToPath(new URL('../../package-lock.json', import.meta.url));

const lock = JSON.parse(readFileSync(LOCK, 'utf8'));
const missing = missingOptionals(lock);
for (const { path, entry } of missing) lock.packages[path] = entry;
const sorted = Object.entries(lock.packages).toSorted(([one], [other]) => one.localeCompare(other, 'en'));
lock.packages = Object.fromEntries(sorted);
writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${missing.length} optional packages added\n`);
