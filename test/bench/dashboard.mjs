import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import mongoose from 'mongoose';
import { eventually } from '../support/eventually.mjs';
import { read, registerAccount } from './client.mjs';
import { cpuSeconds } from './cpu-time.mjs';
import { spread, table } from './figures.mjs';
import { Bench } from './servers.mjs';

/*
 * What a miss of the dashboard costs as a user's documents grow: the overview is read anew from the database each time
 * (`force_refresh`), first with a thousand assessments, then with ten times as many, and again. A second user with ten
 * assessments is measured beside the growing one, on the same collections: what others have should cost nobody anything.
 * Milliseconds are what a client waits; CPU, taken from the database's own process, is the steadier figure where the machine
 * is shared. The documents are smaller than real ones; the sums are read from the keys of indexes, whose size is that of real ones.
 */
const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    'per-assessment': { type: 'string', default: '5' },
    reads: { type: 'string', default: '15' },
    dist: { type: 'string', default: new URL('../../dist', import.meta.url).pathname },
  },
});

const OVERVIEW = '/api/v2/dashboard/overview';
const BATCH = 2_000;
const FEW = 10;
const STATUSES = ['draft', 'in_progress', 'agent_analysis', 'completed', 'failed'];
const PRIORITIES = ['low', 'medium', 'high', 'critical'];
const CATEGORIES = ['compute', 'storage', 'database', 'network', 'security', 'cost'];
/** Longer than any of these reads takes: what is measured shall not be cut off. */
const NO_LIMIT_MS = '60000';

/** @typedef {{ assessments: number, missMs: number[], cpuMs: number, hitMs: number[], fewMs: number[] }} Sample */
/** @typedef {{ id: string, headers: Record<string, string> }} Reader */

const { ObjectId } = mongoose.Types;
const perAssessment = Number(options['per-assessment']);
const bench = new Bench(options.dist);
try {
  await bench.startStores();
  const server = await bench.startService({
    CACHE_WATCH_DATABASE: 'off', // or it would read along while the documents are put in
    MONGODB_MAX_TIME_MS: NO_LIMIT_MS,
    CACHE_PENDING_MS: '70000', // must be longer than both together
    CACHE_CONSISTENCY: 'available',
    REDIS_URL: '', // a new Redis is in quarantine for so long
  });
  const connection = await mongoose.createConnection(bench.mongodbUri).asPromise();
  try {
    const many = await reader(server.url, 'many@example.com');
    const few = await reader(server.url, 'few@example.com');
    const { pid } = await connection.getClient().db('admin').command({ serverStatus: 1 });
    await put(connection, few, FEW);
    const samples = [];
    let there = 0;
    for (const assessments of options.sizes.split(',').map(Number)) {
      await put(connection, many, assessments - there);
      there = assessments;
      samples.push(await measure(server.url, { many, few, assessments, pid: Number(pid) }));
      process.stderr.write(`${assessments} assessments\n`);
    }
    process.stdout.write(`${report(samples)}\n`);
  } finally {
    await connection.close();
  }
} finally {
  await bench.stop();
}

/**
 * @param {string} url
 * @param {string} email
 * @returns {Promise<Reader>}
 */
async function reader(url, email) {
  const headers = await registerAccount(url, email);
  const { body } = await read(`${url}/api/v2/auth/me`, headers);
  const profile = JSON.parse(body);
  return { id: String(profile.id ?? profile.user_id), headers };
}

/**
 * Puts assessments of this reader into the database, each with its recommendations.
 * @param {mongoose.Connection} connection
 * @param {Reader} owner
 * @param {number} count
 */
async function put(connection, { id }, count) {
  const userId = new ObjectId(id);
  for (let done = 0; done < count; done += BATCH) {
    const assessments = Array.from({ length: Math.min(BATCH, count - done) }, (_, index) =>
      assessmentOf(userId, done + index),
    );
    await connection.collection('assessments').insertMany(assessments, { ordered: false });
    const recommendations = assessments.flatMap((assessment) =>
      Array.from({ length: perAssessment }, (_, index) => recommendationOf(assessment, index)),
    );
    await connection.collection('recommendations').insertMany(recommendations, { ordered: false });
  }
}

/**
 * @param {mongoose.Types.ObjectId} userId
 * @param {number} index
 */
function assessmentOf(userId, index) {
  const createdAt = new Date(Date.now() - index * 60_000);
  return {
    _id: new ObjectId(),
    user_id: userId,
    title: `Assessment ${index}`,
    status: STATUSES[index % STATUSES.length],
    priority: PRIORITIES[index % PRIORITIES.length],
    completion_percentage: index % 101,
    created_at: createdAt,
    updated_at: createdAt,
    completed_at: null,
    progress: { current_step: null, completed_steps: [], total_steps: 0, progress_percentage: 0 },
  };
}

/**
 * @param {ReturnType<typeof assessmentOf>} assessment
 * @param {number} index
 */
function recommendationOf({ _id, user_id, created_at }, index) {
  const random = Math.random();
  return {
    _id: new ObjectId(),
    user_id,
    assessment_id: _id,
    agent_name: 'cloud_engineer',
    key: `advice_${index}`,
    title: `Advice ${index}`,
    category: CATEGORIES[Math.floor(random * CATEGORIES.length)],
    priority: PRIORITIES[Math.floor(random * PRIORITIES.length)],
    confidence_score: Math.round(random * 10_000) / 10_000,
    total_estimated_monthly_cost: (random * 5_000).toFixed(2),
    created_at,
    updated_at: created_at,
  };
}

/**
 * @param {string} url
 * @param {{ many: Reader, few: Reader, assessments: number, pid: number }} world pid: the database's
 * @returns {Promise<Sample>}
 */
async function measure(url, { many, few, assessments, pid }) {
  const fresh = `${url}${OVERVIEW}?force_refresh=true`;
  /** @type {Sample} */
  const sample = { assessments, missMs: [], cpuMs: 0, hitMs: [], fewMs: [] };
  for (let turn = -1; turn < Number(options.reads); turn += 1) {
    const before = cpuSeconds(pid);
    const missMs = await timed(fresh, many, 'fwd=request', assessments);
    const cpuMs = (cpuSeconds(pid) - before) * 1_000;
    const fewMs = await timed(fresh, few, 'fwd=request', FEW);
    const hitMs = await timed(`${url}${OVERVIEW}`, many, 'hit', assessments);
    if (turn < 0) continue; // the first of all pays for plans and pages
    sample.missMs.push(missMs);
    sample.cpuMs += cpuMs / Number(options.reads); // in steps of 10 ms, so it is the mean that says something
    sample.fewMs.push(fewMs);
    sample.hitMs.push(hitMs);
  }
  return sample;
}

/**
 * @param {string} url
 * @param {Reader} who
 * @param {string} mark what the answer must say of itself
 * @param {number} assessments what it must have counted
 */
async function timed(url, { headers }, mark, assessments) {
  let tookMs = NaN;
  await eventually(
    async () => {
      const startedMs = performance.now();
      const answer = await read(url, headers);
      tookMs = performance.now() - startedMs;
      if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}: ${answer.body}`);
      const counted = JSON.parse(answer.body).overview.total_assessments;
      if (counted !== assessments) throw new Error(`${counted} assessments were counted, not ${assessments}`);
      return answer.headers['cache-status']?.includes(mark) === true;
    },
    { withinMs: 120_000, what: `an answer with ${mark}` },
  );
  return tookMs;
}

/** @param {readonly Sample[]} samples */
function report(samples) {
  const rows = samples.map(({ assessments, missMs, cpuMs, hitMs, fewMs }, index) => {
    const before = samples[index - 1];
    const documents = assessments * (1 + perAssessment);
    return [
      String(assessments),
      String(assessments * perAssessment),
      spread(missMs, 1),
      cpuMs.toFixed(0),
      ((cpuMs * 1_000) / documents).toFixed(2),
      before === undefined ? '' : exponent(before, { assessments, cpuMs }).toFixed(2),
      spread(hitMs, 2),
      spread(fewMs, 1),
    ];
  });
  const head = [
    'assessments',
    'recommendations',
    'miss ms',
    'database CPU ms',
    'CPU us a document',
    'exponent',
    'hit ms',
    `miss ms of the user with ${FEW}`,
  ];
  return [
    `${new Date().toISOString().slice(0, 10)}, node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? ''}`,
    `${options.reads} reads each, one after the other: median (least-greatest); of CPU the mean`,
    '',
    table([head, ...rows]),
    '',
    'exponent: of the growth of CPU from the row above; 1 is linear, 0 does not grow.',
  ].join('\n');
}

/**
 * @param {Pick<Sample, 'assessments' | 'cpuMs'>} before
 * @param {Pick<Sample, 'assessments' | 'cpuMs'>} after
 */
function exponent(before, after) {
  return Math.log(after.cpuMs / before.cpuMs) / Math.log(after.assessments / before.assessments);
}
