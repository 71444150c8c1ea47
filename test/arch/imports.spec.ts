import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FIXTURES = fileURLToPath(new URL('fixtures', import.meta.url));

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
}

/** What dependency-cruiser finds in the `src` of a folder, under the rules of the house. */
function violationsIn(folder: string): { found: Violation[]; rules: string[] } {
  const cruiser = `${ROOT}node_modules/dependency-cruiser/bin/dependency-cruise.mjs`;
  const config = `${ROOT}.dependency-cruiser.mjs`;
  const run = spawnSync(process.execPath, [cruiser, 'src', '--config', config, '--output-type', 'json'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const { summary } = JSON.parse(run.stdout) as {
    summary: { violations: Violation[]; ruleSetUsed: { forbidden: { name: string }[] } };
  }; // dependency-cruiser's own format
  return { found: summary.violations, rules: summary.ruleSetUsed.forbidden.map(({ name }) => name) };
}

const EXPECTED = {
  'kernel-looks-only-down': 'src/kernel/looks-up.ts',
  'platform-looks-only-down': 'src/platform/looks-up.ts',
  'events-looks-only-down': 'src/events/looks-up.ts',
  'cache-looks-only-down': 'src/cache/knows-a-feature.ts',
  'features-looks-only-down': 'src/features/users/sees-the-roof.ts',
  'assessments-imports-only-what-it-may': 'src/features/assessments/looks-back.ts',
  'tasks-imports-only-what-it-may': 'src/features/tasks/looks-back.ts',
  'recommendations-imports-only-what-it-may': 'src/features/recommendations/looks-back.ts',
  'dashboard-imports-only-what-it-may': 'src/features/dashboard/knows-another.ts',
  'other-features-import-none': 'src/features/users/knows-another.ts',
  'features-are-entered-by-their-door': 'src/features/assessments/enters-by-the-window.ts',
  'the-roof-enters-features-by-their-door': 'src/roof-enters-by-the-window.ts',
  'kernel-is-pure-language': 'src/kernel/takes-a-package.ts',
  'mongoose-only-at-the-database': 'src/platform/uses-mongoose.ts',
  'nest-mongoose-only-at-the-database': 'src/platform/uses-nest-mongoose.ts',
  'ioredis-only-at-redis-and-in-the-cache': 'src/platform/uses-a-type-of-ioredis.ts',
  'no-development-dependency-at-run-time': 'src/platform/uses-a-test-tool.ts',
  'no-undeclared-package': 'src/platform/uses-an-undeclared-package.ts',
  'no-cycles': 'src/platform/cycle-a.ts',
  resolvable: 'src/platform/imports-what-is-not-there.ts',
  'no-test-code-in-src': 'src/platform/imports-a-spec.ts',
};

describe('the rules of imports', () => {
  it('are kept by src', () => {
    const { found } = violationsIn(ROOT);
    expect(found.map(({ rule, from }) => `${rule.name}: ${from}`)).toEqual([]);
  });

  it('find each planted violation, each rule its own and nothing else', () => {
    const { found, rules } = violationsIn(FIXTURES);
    expect(Object.fromEntries(found.map(({ rule, from }) => [rule.name, from]))).toEqual(EXPECTED);
    expect(found).toHaveLength(Object.keys(EXPECTED).length);
    expect(rules.toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
  });
});

describe('the rule of the environment', () => {
  it('finds every way to read it outside platform/config, and allows it there', () => {
    const run = spawnSync(`${ROOT}node_modules/.bin/oxlint`, ['--format', 'json', 'test/arch/fixtures'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: { filename: string }[] }; // oxlint's own format
    const files = new Set(diagnostics.map(({ filename }) => filename.replace(/.*fixtures\//, '')));
    expect([...files].toSorted()).toEqual([
      'src/platform/imports-the-environment.ts',
      'src/platform/reads-the-environment.ts',
      'src/platform/takes-the-environment-apart.ts',
    ]);
  });

  it('holds in the linter of the house, which looks at src', () => {
    const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
      scripts: Record<string, string>;
    }; // npm's own format
    expect(scripts['lint']).toMatch(/^oxlint .* src test$/);
  });
});
