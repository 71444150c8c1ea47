import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  authorized,
  eventually,
  register,
  settledEnvironment,
  type ServiceProcess,
  type SignedIn,
  signIn,
  startProcess,
} from '../support/app.js';
import { freePort } from '../support/kept-process.mjs';

const ASSESSMENTS = '/api/v2/assessments';
const OVERVIEW = '/api/v2/dashboard/overview';
const RECOMMENDATIONS = '/api/v2/recommendations';
const ADMIN = { email: 'root@example.com', password: 'the first of all passwords' };
const WORKLOAD = { technical_requirements: { workload_types: ['web_application'] } };

let one: ServiceProcess;
let two: ServiceProcess;
let root: SignedIn;
let analyst: SignedIn;

beforeAll(async () => {
  const env = {
    ...(await settledEnvironment()),
    JWT_SECRET: 'one secret for both, long enough for all',
    RATE_LIMIT_PER_MINUTE: '0',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
  };
  one = await startProcess({ ...env, INSTANCE_ID: 'one', PORT: String(await freePort()) });
  two = await startProcess({ ...env, INSTANCE_ID: 'two', PORT: String(await freePort()) });
  root = await signIn(one.url, ADMIN.email, ADMIN.password);
  analyst = await account('analyst');
  const stores = async () => (await read(two, analyst)).status.includes('detail=l1');
  await eventually(stores);
});
afterAll(() => Promise.all([one?.stop(), two?.stop()]));

async function account(role = 'user'): Promise<SignedIn> {
  const made = await register(one.url);
  if (role !== 'user') await root.http.patch(`/api/v2/users/${made.userId}`).send({ role }).expect(200);
  return made;
}

/** An owner with one assessment, on `one`. */
async function ownerOfOne(): Promise<{ readonly owner: SignedIn; readonly id: string }> {
  const owner = await account();
  const { body } = await owner.http
    .post(ASSESSMENTS)
    .send({ title: 'A shop', ...WORKLOAD })
    .expect(201);
  return { owner, id: String(body.id) };
}

interface Read {
  readonly body: { readonly overview: Record<string, number>; readonly recommendations: object };
  readonly status: string;
}

async function read(
  { url }: ServiceProcess,
  reader: SignedIn,
  query: Record<string, string> = {},
): Promise<Read> {
  const { body, headers } = await authorized(url, reader.accessToken).get(OVERVIEW).query(query).expect(200);
  return { body, status: String(headers['cache-status']) };
}

const ALL = { scope: 'all' };

/** Both processes have the owner's and everyone's in memory. */
async function warm(owner: SignedIn): Promise<void> {
  for (const service of [one, two]) {
    for (const [reader, query] of [
      [owner, {}],
      [analyst, ALL],
    ] as const) {
      const remembered = async () => (await read(service, reader, query)).status.includes('detail=l1');
      await eventually(remembered);
    }
  }
}

/** The very next answers of both processes, at once, are those of the database. */
async function expectCurrent(owner: SignedIn | null): Promise<Read['body'] | null> {
  const asked = (['two', 'one'] as const).flatMap((name) => {
    const service = name === 'one' ? one : two;
    return [read(service, analyst, ALL), ...(owner === null ? [] : [read(service, owner)])];
  });
  const bodies = (await Promise.all(asked)).map(({ body }) => body);
  const all = (await read(one, analyst, { ...ALL, force_refresh: 'true' })).body;
  const own = owner === null ? null : (await read(two, owner, { force_refresh: 'true' })).body;
  const fresh = own === null ? [all] : [all, own];
  expect(bodies).toEqual([...fresh, ...fresh]);
  return own;
}

async function ended(owner: SignedIn, taskId: string): Promise<void> {
  const ready = async () => (await owner.http.get(`/api/v2/tasks/${taskId}`).expect(200)).body.ready === true;
  await eventually(ready);
}

async function generate(owner: SignedIn, id: string): Promise<string> {
  const { body } = await owner.http.post(`${RECOMMENDATIONS}/${id}/generate`).send({}).expect(202);
  return String(body.task_id);
}

describe('the overviews of two processes, after a write on one of them', () => {
  it('know of what was created, updated and deleted', async () => {
    const { owner, id } = await ownerOfOne();
    const there = authorized(two.url, owner.accessToken);
    const steps = [
      [() => there.post(ASSESSMENTS).send({ title: 'another' }).expect(201), { total_assessments: 2 }],
      [
        () => owner.http.put(`${ASSESSMENTS}/${id}`).send({ status: 'completed' }).expect(200),
        { completed_assessments: 1, completion_rate: 50 },
      ],
      [() => there.delete(`${ASSESSMENTS}/${id}`).expect(204), { total_assessments: 1, completion_rate: 0 }],
    ] as const;
    for (const [write, expected] of steps) {
      await warm(owner);
      await write();
      expect((await expectCurrent(owner))?.overview).toMatchObject(expected);
    }
  });

  it('know of recommendations made, made again, looked at, and of a run that was cancelled', async () => {
    const { owner, id } = await ownerOfOne();
    await warm(owner);
    await ended(owner, await generate(owner, id));
    expect((await expectCurrent(owner))?.overview).toMatchObject({ completed_assessments: 1 });
    const { body } = await owner.http.get(`${RECOMMENDATIONS}/${id}`).expect(200);
    await warm(owner);
    await owner.http
      .post(`${RECOMMENDATIONS}/interact/${body.recommendations[0].id}`)
      .send({ interaction: 'save' })
      .expect(201);
    expect((await expectCurrent(owner))?.recommendations).toMatchObject({
      total_recommendations: body.total,
    });
    await owner.http
      .put(`${ASSESSMENTS}/${id}`)
      .send({ technical_requirements: { workload_types: ['database', 'machine_learning'] } })
      .expect(200);
    await warm(owner);
    await ended(owner, await generate(owner, id));
    await expectCurrent(owner);
    await warm(owner);
    const task = await generate(owner, id);
    await expectEventuallyCancelled(owner, task);
    await expectCurrent(owner);
  });

  it('know of a deleted account, and of a role that was taken', async () => {
    const { owner } = await ownerOfOne();
    await warm(owner);
    await root.http.delete(`/api/v2/users/${owner.userId}`).expect(204);
    await expectCurrent(null);
    await authorized(two.url, owner.accessToken).get(OVERVIEW).expect(401);
    const other = await account('analyst');
    for (const { url } of [one, two]) {
      await authorized(url, other.accessToken).get(OVERVIEW).query(ALL).expect(200);
    }
    await root.http.patch(`/api/v2/users/${other.userId}`).send({ role: 'user' }).expect(200);
    const refused = [one, two].map(({ url }) =>
      authorized(url, other.accessToken).get(OVERVIEW).query(ALL).expect(403),
    );
    await Promise.all(refused);
  });

  async function expectEventuallyCancelled(owner: SignedIn, task: string): Promise<void> {
    const there = authorized(two.url, owner.accessToken);
    const { status } = await there.delete(`/api/v2/tasks/${task}`);
    expect([202, 204]).toContain(status); // 204: it was quicker
    if (status === 202) await ended(owner, task);
  }
});
