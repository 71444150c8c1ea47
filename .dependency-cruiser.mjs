import { fileURLToPath } from 'node:url';

/** The rooms from the lowest to the highest; each may look into the ones before it. The roof is what lies in `src` itself. */
const ROOMS = ['kernel', 'platform', 'events', 'cache', 'features'];

/** Which features a feature may import, by their `index.ts`; one that is not listed imports none. */
const FEATURES = {
  assessments: ['users'],
  tasks: ['users', 'assessments'],
  recommendations: ['users', 'assessments', 'tasks'],
  dashboard: ['users', 'assessments', 'recommendations'],
};

const SPEC = '\\.spec\\.ts$';
const npm = (...names) => names.map((name) => `(^|/)node_modules/${name}/`);
const room = (name) => `^src/${name}/`;
const feature = (name) => `^src/features/${name}/`;

const rooms = ROOMS.map((name, index) => ({
  name: `${name}-looks-only-down`,
  comment: 'kernel <- platform <- events <- cache <- features <- roof',
  severity: 'error',
  from: { path: room(name) },
  to: { path: '^src/', pathNot: ROOMS.slice(0, index + 1).map(room) },
}));

const features = [
  ...Object.entries(FEATURES).map(([name, others]) => ({
    name: `${name}-imports-only-what-it-may`,
    severity: 'error',
    from: { path: feature(name) },
    to: { path: room('features'), pathNot: [name, ...others].map(feature) },
  })),
  {
    name: 'other-features-import-none',
    severity: 'error',
    from: { path: '^src/features/([^/]+)/', pathNot: Object.keys(FEATURES).map(feature) },
    to: { path: room('features'), pathNot: '^src/features/$1/' },
  },
  {
    name: 'features-are-entered-by-their-door',
    severity: 'error',
    from: { path: '^src/features/([^/]+)/' },
    to: { path: '^src/features/[^/]+/', pathNot: ['^src/features/[^/]+/index\\.ts$', '^src/features/$1/'] },
  },
  {
    name: 'the-roof-enters-features-by-their-door',
    severity: 'error',
    from: { path: '^src/[^/]+$' },
    to: { path: '^src/features/[^/]+/', pathNot: '^src/features/[^/]+/index\\.ts$' },
  },
];

const packages = [
  {
    name: 'kernel-is-pure-language',
    severity: 'error',
    from: { path: room('kernel'), pathNot: SPEC },
    to: { path: '(^|/)node_modules/' },
  },
  {
    name: 'mongoose-only-at-the-database',
    comment: 'schemas, repositories and platform/database',
    severity: 'error',
    from: { path: '^src/', pathNot: [room('platform/database'), SPEC, '\\.(schema|repository)\\.ts$'] },
    to: { path: npm('mongoose', 'mongodb') },
  },
  {
    name: 'nest-mongoose-only-at-the-database',
    comment: 'as mongoose; modules register schemas with it',
    severity: 'error',
    from: {
      path: '^src/',
      pathNot: [room('platform/database'), SPEC, '\\.(schema|repository|module)\\.ts$'],
    },
    to: { path: npm('@nestjs/mongoose') },
  },
  {
    name: 'ioredis-only-at-redis-and-in-the-cache',
    severity: 'error',
    from: { path: '^src/', pathNot: [room('platform/redis'), room('cache'), SPEC] },
    to: { path: npm('ioredis') },
  },
  {
    name: 'no-development-dependency-at-run-time',
    severity: 'error',
    from: { path: '^src/', pathNot: SPEC },
    to: { dependencyTypes: ['npm-dev'] },
  },
  {
    name: 'no-undeclared-package',
    severity: 'error',
    from: { path: '^src/' },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
];

const everywhere = [
  {
    name: 'no-cycles',
    comment:
      'with ES modules and decorator metadata a cycle between injected classes is a crash at the start',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  {
    name: 'no-test-code-in-src',
    severity: 'error',
    from: { path: '^src/', pathNot: SPEC },
    to: { path: ['^test/', SPEC] },
  },
];

export default {
  forbidden: [...rooms, ...features, ...packages, ...everywhere],
  options: {
    tsConfig: { fileName: fileURLToPath(new URL('tsconfig.json', import.meta.url)) },
    tsPreCompilationDeps: true, // imports of types are imports
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
