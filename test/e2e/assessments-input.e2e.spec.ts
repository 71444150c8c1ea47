import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SignedIn } from '../support/app.js';
import { type Answer, ASSESSMENTS, startWorld, type World } from './assessments/world.js';

const BUSINESS = '/business_requirements';
const TECHNICAL = '/technical_requirements';

/** What is wrong, the fields it is wrong in, and where the answer must point. */
const FAULTS: readonly (readonly [string, Record<string, unknown>, string])[] = [
  ['an empty title', { title: '' }, '/title'],
  ['a blank title', { title: '  ' }, '/title'],
  ['no title', { title: null }, '/title'],
  ['a title that is a number', { title: 7 }, '/title'],
  ['a title that is too long', { title: 'x'.repeat(201) }, '/title'],
  ['a title in two lines', { title: 'a\nb' }, '/title'],
  ['a control character in a title', { title: 'a\u0000b' }, '/title'],
  ['a control character in a text', { description: 'a\u001bb' }, '/description'],
  ['a text that is too long', { description: 'x'.repeat(5001) }, '/description'],
  ['an unknown field', { colour: 'red' }, '/colour'],
  ['a field of the server', { revision: 9 }, '/revision'],
  ['another one’s id', { user_id: '0123456789abcdef01234567' }, '/user_id'],
  ['a query operator', { $where: 'sleep(1000)' }, '/$where'],
  ['an operator as a value', { title: { $ne: null } }, '/title'],
  ['a dotted key', { 'progress.total_steps': 9 }, '/progress.total_steps'],
  ['a key with a slash', { 'a/b~c': 1 }, '/a~1b~0c'],
  ['a constructor', { constructor: { name: 'x' } }, '/constructor'],
  ['an unknown status', { status: 'done' }, '/status'],
  ['a status of the workflow', { status: 'agent_analysis' }, '/status'],
  ['an unknown priority', { priority: 'urgent' }, '/priority'],
  ['too many tags', { tags: Array(51).fill('x') }, '/tags'],
  ['a tag that is too long', { tags: ['ok', 'x'.repeat(201)] }, '/tags/1'],
  ['a huge list', { tags: Array(20_000).fill('x') }, '/tags'],
  ['a block that is a list', { business_requirements: [] }, BUSINESS],
  ['an unknown question', { business_requirements: { mood: 1 } }, `${BUSINESS}/mood`],
  [
    'an operator in a group',
    { business_requirements: { growth_projection: { $inc: 1 } } },
    `${BUSINESS}/growth_projection/$inc`,
  ],
  [
    'a fraction of a user',
    { business_requirements: { growth_projection: { current_users: 1.5 } } },
    `${BUSINESS}/growth_projection/current_users`,
  ],
  [
    'more users than there can be',
    { business_requirements: { growth_projection: { current_users: 1e12 + 1 } } },
    `${BUSINESS}/growth_projection/current_users`,
  ],
  [
    'fewer developers than none',
    { business_requirements: { team_structure: { total_developers: -1 } } },
    `${BUSINESS}/team_structure/total_developers`,
  ],
  [
    'an amount with three places',
    { business_requirements: { budget_constraints: { monthly_budget_limit: '1.005' } } },
    `${BUSINESS}/budget_constraints/monthly_budget_limit`,
  ],
  [
    'a negative amount',
    { business_requirements: { budget_constraints: { monthly_budget_limit: -1 } } },
    `${BUSINESS}/budget_constraints/monthly_budget_limit`,
  ],
  [
    'a level that is none',
    { business_requirements: { team_structure: { cloud_expertise_level: 6 } } },
    `${BUSINESS}/team_structure/cloud_expertise_level`,
  ],
  [
    'a goal of 61 months',
    { business_requirements: { business_goals: [{ timeline_months: 61 }] } },
    `${BUSINESS}/business_goals/0/timeline_months`,
  ],
  [
    'a project of 37 months',
    { business_requirements: { project_timeline_months: 37 } },
    `${BUSINESS}/project_timeline_months`,
  ],
  [
    'a country that is none',
    { business_requirements: { data_residency_requirements: ['de', 'zz'] } },
    `${BUSINESS}/data_residency_requirements/1`,
  ],
  [
    'an unknown regulation',
    { business_requirements: { compliance_requirements: ['sox'] } },
    `${BUSINESS}/compliance_requirements/0`,
  ],
  [
    'notes that are too long',
    { business_requirements: { additional_notes: 'x'.repeat(2001) } },
    `${BUSINESS}/additional_notes`,
  ],
  [
    'an uptime of 101 percent',
    { technical_requirements: { performance_requirements: { uptime_percentage: 101 } } },
    `${TECHNICAL}/performance_requirements/uptime_percentage`,
  ],
  [
    'a growth of 1001 percent',
    { technical_requirements: { scalability_requirements: { expected_data_growth_rate: 1001 } } },
    `${TECHNICAL}/scalability_requirements/expected_data_growth_rate`,
  ],
  [
    'a text for a yes or no',
    { technical_requirements: { security_requirements: { waf_required: 'true' } } },
    `${TECHNICAL}/security_requirements/waf_required`,
  ],
  [
    'an unknown workload',
    { technical_requirements: { workload_types: ['mining'] } },
    `${TECHNICAL}/workload_types/0`,
  ],
];

/** Bodies that JSON or the server's parser refuses before any schema sees them. */
const UNREADABLE: readonly (readonly [string, string, number])[] = [
  ['broken JSON', '{"title": ', 400],
  ['__proto__', '{"title": "x", "__proto__": {"revision": 9}}', 400],
  ['a nested constructor.prototype', '{"title": "x", "constructor": {"prototype": {"a": 1}}}', 400],
  ['a body that is no object', '[]', 422],
  ['a body that is null', 'null', 422],
  ['300 kB', JSON.stringify({ title: 'x', description: 'y'.repeat(300_000) }), 413],
];

describe('bad input to assessments', () => {
  let world: World;
  let owner: SignedIn;
  let existing: Answer;
  let stored: unknown;
  let announced: number;

  beforeAll(async () => {
    world = await startWorld();
    owner = await world.account();
    existing = await world.create(owner);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    stored = await everything();
    announced = world.announced.length;
  });

  const everything = () => world.collection.find({}).hint('_id_').toArray();
  const nothingHappened = async () => {
    expect(await everything()).toEqual(stored);
    expect(world.announced.length).toBe(announced);
  };

  it.each(FAULTS)('%s: 422 with a pointer to it, nothing written', async (_, fields, path) => {
    const answers = [
      await owner.http.post(ASSESSMENTS).send({ title: 'A', ...fields }),
      await owner.http.put(`${ASSESSMENTS}/${existing.id}`).send(fields),
    ];
    for (const { status, body, headers } of answers) {
      expect(status).toBe(422);
      expect(headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(body.detail).toMatch(/^[A-Z].*\.$/);
      expect(body.errors.map((fault: { path: string }) => fault.path)).toContain(path);
      expect(body.errors.every((fault: { message: string }) => fault.message.length > 0)).toBe(true);
    }
    await nothingHappened();
  });

  it.each(UNREADABLE)('%s: refused with a sentence, nothing written', async (_, text, status) => {
    for (const request of [owner.http.post(ASSESSMENTS), owner.http.put(`${ASSESSMENTS}/${existing.id}`)]) {
      const { body, headers } = await request
        .set('content-type', 'application/json')
        .send(text)
        .expect(status);
      expect(headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(body.detail).toMatch(/^[A-Z].*\.$/);
    }
    await nothingHappened();
  });

  it.each([
    ['page=0', '/page'],
    ['page=-1', '/page'],
    ['page=1e3', '/page'],
    ['page=one', '/page'],
    ['page=1&page=2', '/page'],
    ['limit=0', '/limit'],
    ['limit=101', '/limit'],
    ['limit=1000000000', '/limit'],
    ['status_filter=done', '/status_filter'],
    ['status_filter[$ne]=draft&status_filter=', '/status_filter'],
    ['status_filter=draft&status_filter=failed', '/status_filter'],
    ['priority_filter=%00', '/priority_filter'],
    ['scope=mine', '/scope'],
  ])('the query %s: 422', async (query, path) => {
    const { body } = await owner.http.get(`${ASSESSMENTS}?${query}`).expect(422);
    expect(body.errors.map((fault: { path: string }) => fault.path)).toContain(path);
    expect(body.detail).toMatch(/^[A-Z].*\.$/);
  });

  it('ignores query parameters that it does not know', async () => {
    await owner.http.get(`${ASSESSMENTS}?colour=red&$where=1&a[b]=c`).expect(200);
  });

  it('takes what is at the bounds', async () => {
    await world.create(owner, {
      title: 'x'.repeat(200),
      description: `tabs\tand\nlines ${'y'.repeat(4900)}`,
      tags: Array(50).fill('x'.repeat(200)),
      business_requirements: {
        growth_projection: { current_users: 1e12 },
        budget_constraints: { monthly_budget_limit: '1000000000000' },
        project_timeline_months: 36,
      },
      technical_requirements: {
        performance_requirements: { uptime_percentage: 90 },
        scalability_requirements: { current_data_size_gb: 0.5, expected_data_growth_rate: 1000 },
      },
    });
  });
});
