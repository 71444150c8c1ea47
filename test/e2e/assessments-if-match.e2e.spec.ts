import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SignedIn } from '../support/app.js';
import { ASSESSMENTS, startWorld, type World } from './assessments/world.js';

const AT_ONCE = 20;

describe('If-Match on assessments', () => {
  let world: World;
  let owner: SignedIn;

  beforeAll(async () => {
    world = await startWorld();
    owner = await world.account();
  });
  afterAll(() => world.close());

  const put = (id: string, ifMatch: string | null, body: Record<string, unknown> = {}) => {
    const request = owner.http.put(`${ASSESSMENTS}/${id}`);
    return (ifMatch === null ? request : request.set('if-match', ifMatch)).send(body);
  };

  it('writes while the tag is current, whoever gave it: POST, GET or PUT', async () => {
    const { id, etag } = await world.create(owner);
    const first = await put(id, etag).expect(200);
    const second = await put(id, first.headers['etag'] as string).expect(200);
    const read = await owner.http.get(`${ASSESSMENTS}/${id}`).expect(200);
    expect(read.headers['etag']).toBe(second.headers['etag']);
    await put(id, `"other", ${String(read.headers['etag'])}`).expect(200);
    await put(id, '*').expect(200);
  });

  it('refuses an old tag, a weak one and nonsense with 412, and announces and writes nothing', async () => {
    const { id, etag } = await world.create(owner);
    const { headers, text } = await put(id, etag, { title: 'Second' }).expect(200);
    const before = world.announced.length;
    for (const tag of [etag, `W/${String(headers['etag'])}`, 'nonsense', '""']) {
      const { body } = await put(id, tag, { title: 'Third' }).expect(412);
      expect(body).toMatchObject({
        status: 412,
        code: 'assessment_changed',
        detail: expect.stringMatching(/^The .*\.$/),
      });
      await owner.http.delete(`${ASSESSMENTS}/${id}`).set('if-match', tag).expect(412);
    }
    expect(world.announced.length).toBe(before);
    expect((await owner.http.get(`${ASSESSMENTS}/${id}`)).text).toBe(text);
  });

  it('deletes with a current tag', async () => {
    const { id, etag } = await world.create(owner);
    await owner.http.delete(`${ASSESSMENTS}/${id}`).set('if-match', etag).expect(204);
  });

  it(`lets exactly one of ${AT_ONCE} writers with the same tag through`, async () => {
    const { id, etag } = await world.create(owner);
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) => put(id, etag, { title: `Writer ${index}` })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(AT_ONCE - 1);
    const winner = answers.find(({ status }) => status === 200);
    const read = await owner.http.get(`${ASSESSMENTS}/${id}`).expect(200);
    expect(read.text).toBe(winner?.text);
    expect(read.body.revision).toBe(2);
  });

  it(`lets all of ${AT_ONCE} writers without a tag through, one revision each`, async () => {
    const { id } = await world.create(owner);
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) => put(id, null, { tags: [`${index}`] })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(200));
    const revisions = answers.map(({ body }) => Number(body.revision)).toSorted((a, b) => a - b);
    expect(revisions).toEqual(Array.from({ length: AT_ONCE }, (_, index) => index + 2));
    const last = answers.find(({ body }) => body.revision === AT_ONCE + 1);
    expect((await owner.http.get(`${ASSESSMENTS}/${id}`)).text).toBe(last?.text);
  });

  it('lets exactly one of many deletions with the same tag through', async () => {
    const { id, etag } = await world.create(owner);
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, () => owner.http.delete(`${ASSESSMENTS}/${id}`).set('if-match', etag)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => status === 404 || status === 412)).toHaveLength(AT_ONCE - 1);
  });
});
