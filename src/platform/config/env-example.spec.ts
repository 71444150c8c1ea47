import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { environmentNames, environmentSchema } from './config.schema.js';
import { loadConfig } from './load-config.js';

const text = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
const example = parseEnv(text);
const lines = text.split('\n');

describe('.env.example', () => {
  it('names every variable that the code knows, and no other, in the order of the code', () => {
    expect(lines.flatMap((line) => /^([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? [])).toEqual(environmentNames);
  });

  it('explains each in one line above it', () => {
    for (const name of environmentNames) {
      const at = lines.findIndex((line) => line.startsWith(`${name}=`));
      expect([name, lines[at - 1]]).toEqual([name, expect.stringMatching(/^# \S/)]);
      expect([name, lines[at - 2]]).toEqual([name, '']);
    }
  });

  it('gives the defaults of the code', () => {
    for (const name of environmentNames) {
      const fromExample = environmentSchema.shape[name].parse(example[name] || undefined);
      expect([name, fromExample]).toEqual([name, environmentSchema.shape[name].parse(undefined)]);
    }
  });

  it('is an environment without a fault', () => {
    expect(() => loadConfig(example)).not.toThrow();
  });
});
