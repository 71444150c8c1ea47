import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.mjs';
import { type Cluster, startCluster } from './cluster.js';
import { create, register } from './make-cast.js';
import type { WorkerNode } from './node.js';

const LIMIT_MS = 600_000;
const RUN_LIMIT_MS = 120_000;
/** A kill that came too late, after the end of the run, is tried again so often. */
const TRIES = 5;
/** So slow that there is time to kill it between two moves. */
const SLOW_MONGO_MS = 40;
const TENTHS = [10, 20, 30, 40, 50, 60, 70, 80, 90];
const LAST = TENTHS.at(-1);

interface TaskAnswer {
  readonly ready: boolean;
  readonly successful: boolean;
  readonly info: { readonly progress: number };
}

interface Advice {
  readonly id: string;
  readonly agent_name: string;
  readonly title: string;
}

let cluster: Cluster;
let token: string;
let id: string;

beforeAll(async () => {
  cluster = await startCluster({ mode: 'available', processes: 1, worker: true });
  token = await register(cluster, 'owner@example.com');
  id = await create(cluster, token, {
    business_requirements: { compliance_requirements: ['gdpr'], data_residency_requirements: ['eu'] },
    technical_requirements: { workload_types: ['web_application', 'database'] },
  });
}, LIMIT_MS);

afterAll(() => cluster.stop());

describe('a worker that is killed at every tenth of a run', () => {
  it(
    'leaves a result that is complete, and there once',
    async () => {
      const { links } = worker();
      await hasEnded(await generate());
      const whole = await inDatabase();
      expect(whole.length).toBeGreaterThan(3);
      await links.mongo.delay(SLOW_MONGO_MS);
      const killedAt: number[] = [];
      let runs = 1;
      for (const tenth of TENTHS) {
        for (let tries = 1, again = true; again; tries += 1) {
          const task = await generate();
          runs += 1;
          const seen = await eventually(async () => reached(await taskOf(task), tenth), {
            withinMs: RUN_LIMIT_MS,
            everyMs: 5,
            what: `${tenth} percent`,
          });
          await worker().kill();
          again = seen.ready && tenth !== LAST && tries < TRIES; // too late; the last one is at the end of the run
          if (!again) killedAt.push(seen.info.progress);
          expect(await inDatabase()).toEqual(whole); // the old set, or the new one, and nothing between
          await worker().start();
          expect((await hasEnded(task)).successful).toBe(true);
          expect(await inDatabase()).toEqual(whole);
          expect(await read()).toEqual(whole);
        }
      }
      expect(killedAt).toHaveLength(TENTHS.length);
      expect(new Set(killedAt).size).toBeGreaterThan(4);
      expect(await cluster.database.collection('tasks').countDocuments({ state: 'SUCCESS' })).toBe(runs);
    },
    LIMIT_MS,
  );
});

function worker(): WorkerNode {
  if (cluster.worker === null) throw new Error('there is no worker');
  return cluster.worker;
}

async function ask(method: 'GET' | 'POST', path: string): Promise<unknown> {
  const question = { method, token, ...(method === 'POST' ? { json: {} } : {}) };
  const answer = await cluster.http.ask(cluster.node(0).process().url, `/api/v2${path}`, question);
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.body.toString()}`);
  return JSON.parse(answer.body.toString()) as unknown;
}

async function generate(): Promise<string> {
  return ((await ask('POST', `/recommendations/${id}/generate`)) as { task_id: string }).task_id; // its own answer
}

async function taskOf(taskId: string): Promise<TaskAnswer> {
  return (await ask('GET', `/tasks/${taskId}`)) as TaskAnswer; // the service's own answer
}

/** False: not yet. */
function reached(task: TaskAnswer, progress: number): TaskAnswer | false {
  return (task.ready || task.info.progress >= progress) && task;
}

function hasEnded(taskId: string): Promise<TaskAnswer> {
  return eventually(async () => reached(await taskOf(taskId), 101), {
    withinMs: RUN_LIMIT_MS,
    what: 'the run has ended',
  });
}

/** The whole set, each advice by who gave it and its title: what a second run of the same answers gives again. */
async function inDatabase(): Promise<string[]> {
  const stored = await cluster.database.collection('recommendations').find().toArray();
  return stored.map((each) => `${String(each['agent_name'])}: ${String(each['title'])}`).toSorted();
}

async function read(): Promise<string[]> {
  const { recommendations } = (await ask('GET', `/recommendations/${id}`)) as {
    recommendations: readonly Advice[];
  };
  return recommendations.map(({ agent_name, title }) => `${agent_name}: ${title}`).toSorted();
}
