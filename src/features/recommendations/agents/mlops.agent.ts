import { HOURS_PER_MONTH } from '../advice/pricing.js';
import type { Situation } from '../advice/situation.js';
import type { Advice } from '../recommendation.js';
import type { Agent } from './agent.js';
import { because, counted, whole } from './because.js';
import { DATA_ENGINEERS, DATA_SIZE, GOALS, KINDS, learningAdvice } from './mlops/advice.js';
import { answersLive, type Learning, learningOf } from './mlops/learning.js';
import { findingsOf } from './questions.js';
import { quoted } from './statements.js';

/** Pipelines and registry, training, serving. Says nothing where machine learning is no workload: nothing else may ask for a GPU. */
export const mlopsAgent: Agent = {
  name: 'mlops_agent',
  advise(situation) {
    if (!situation.plan.machineLearning) return findingsOf([]);
    const learning = learningOf(situation);
    return findingsOf([
      pipelines(situation, learning),
      training(situation, learning),
      serving(situation, learning),
    ]);
  },
};

/** Of notebooks and pipelines, for each engineer in a month. */
const HOURS_PER_ENGINEER = 60;

function pipelines(situation: Situation, { engineers, trainingRuns }: Learning): Advice {
  const { answers } = situation;
  const hours = engineers * HOURS_PER_ENGINEER;
  return learningAdvice(situation, {
    key: 'ml_platform',
    wanted: { category: 'machine_learning', tags: [['pipelines'], []], use: { instance_hour: hours } },
    configuration: { engineers, hours_per_month: hours, registry: true, experiment_tracking: true },
    title: (service) => `${service} for pipelines and a registry of models`,
    summary: (service, monthly) =>
      `${service}: data, code and model of each of ${trainingRuns} runs a month are recorded together, so that any model in use can be made again. ${counted(engineers, 'engineer')} with ${hours} hours of notebooks and pipelines: ${monthly}.`,
    reasons: [
      because(answers, KINDS.path, 'models are trained and released like software.'),
      because(
        answers,
        DATA_ENGINEERS.path,
        `${hours} hours of notebooks and pipelines a month are counted.`,
        `one engineer is assumed, with ${hours} hours a month.`,
      ),
    ],
    restsOn: [KINDS, DATA_ENGINEERS, GOALS],
    benefits: ['A model that misbehaves is rolled back in minutes', 'Nobody asks which model is the latest'],
    steps: [
      'Put data, features and training into one pipeline under version control',
      'Register each model with its data, its figures and who released it',
      'Release by comparison: the new model answers beside the old one for a week',
      'Watch inputs and answers for drift, and retrain on alarm',
    ],
    prerequisites: ['Labelled data, with the right to learn from it'],
    risks: [
      'A pipeline of one provider is rewritten when leaving: keep training code apart from it.',
      'Models learn what is in the data, its injustice too: test by groups before release.',
    ],
    businessImpact: 'The way from an idea to a model in use takes days.',
    tags: ['machine-learning', 'pipelines'],
    pillar: 'operations',
  });
}

function training(situation: Situation, learning: Learning): Advice {
  const { answers } = situation;
  const { deep, trainingGib, trainingHours, trainingRuns } = learning;
  const isDeep = deep.length > 0;
  const on = isDeep ? 'GPU' : 'machine';
  return learningAdvice(situation, {
    key: 'ml_training',
    wanted: {
      category: 'machine_learning',
      tags: [['training'], []],
      use: isDeep ? { gpu_hour: trainingHours } : { instance_hour: trainingHours },
    },
    configuration: {
      hours_per_month: trainingHours,
      runs_per_month: trainingRuns,
      gpu: isDeep,
      interruptible: true,
    },
    title: (service) => `Train on ${service}: ${whole(trainingHours)} ${on} hours a month`,
    summary: (service, monthly) =>
      `${trainingRuns} runs a month over ${whole(trainingGib)} GiB, ten passes each, take ${whole(trainingHours)} ${on} hours on ${service}: ${monthly}. ${isDeep ? 'Pictures, sound or language need a GPU; it is rented for the run only.' : 'Models of tables learn on ordinary machines: no GPU is rented.'}`,
    reasons: [
      because(
        answers,
        DATA_SIZE.path,
        `a tenth of it, ${whole(trainingGib)} GiB, is learnt from.`,
        `${whole(trainingGib)} GiB are assumed to be learnt from.`,
      ),
      because(
        answers,
        KINDS.path,
        isDeep
          ? 'a GPU is planned for the runs.'
          : 'no GPU is planned: nothing that was said is about pictures, sound or language.',
      ),
      ...deep.slice(0, 2).map((statement) => `${quoted(statement)}: that asks for a deep model.`),
    ],
    restsOn: [DATA_SIZE, KINDS, { ...GOALS, weight: 2 }],
    data: { learning: { gib: trainingGib, runs: trainingRuns, hours: trainingHours, gpu: isDeep } },
    benefits: [
      `${isDeep ? 'GPUs are' : 'Capacity is'} paid by the hour of a run and not bought`,
      'A run that is interrupted goes on from its last checkpoint',
    ],
    steps: [
      'Write checkpoints every ten minutes to object storage',
      'Use interruptible capacity for runs, normal capacity for the last one before release',
      'Measure one run, and correct the hours counted here',
    ],
    risks: [
      'Hours are counted from the data, not measured: the first run may take half or double.',
      ...(isDeep ? ['GPUs are scarce in some regions: ask for the quota before the project needs it.'] : []),
    ],
    businessImpact: `A fresh model each week for ${whole(trainingHours)} ${on} hours a month.`,
    tags: ['machine-learning', 'training', ...(isDeep ? ['gpu'] : [])],
    pillar: 'cost',
  });
}

function serving(situation: Situation, learning: Learning): Advice {
  const { answers } = situation;
  const { deep, servers, predictionsPerSecond, trainingHours } = learning;
  const isLive = answersLive(situation);
  const isDeep = deep.length > 0 && isLive;
  const hours = isLive ? servers * HOURS_PER_MONTH : Math.max(1, Math.ceil(trainingHours / 4));
  const performance = '/technical_requirements/performance_requirements';
  return learningAdvice(situation, {
    key: 'ml_serving',
    wanted: {
      category: 'machine_learning',
      tags: [['inference'], []],
      use: isDeep ? { gpu_hour: hours } : { instance_hour: hours },
    },
    configuration: {
      mode: isLive ? 'endpoint' : 'batch',
      servers: isLive ? servers : 1,
      gpu: isDeep,
      hours_per_month: hours,
    },
    title: (service) =>
      isLive
        ? `Answer from ${counted(servers, 'model server')} on ${service}`
        : `Let models answer in nightly runs on ${service}`,
    summary: (service, monthly) =>
      isLive
        ? `${predictionsPerSecond.toFixed(1)} predictions a second at the peak need ${servers} servers${isDeep ? ' with a GPU each' : ''}, one of which may fail: ${service}, ${monthly}.`
        : `Nobody waits for an answer, so that models run over stored data: ${whole(hours)} hours a month on ${service}, ${monthly}. No server stands idle.`,
    reasons: [
      because(
        answers,
        KINDS.path,
        isLive ? 'somebody waits for the answers.' : 'no workload waits for an answer.',
      ),
      because(
        answers,
        `${performance}/requests_per_second`,
        `${predictionsPerSecond.toFixed(1)} of them a second ask a model.`,
        `${predictionsPerSecond.toFixed(1)} predictions a second are derived from the users.`,
      ),
      because(
        answers,
        `${performance}/real_time_processing_required`,
        'that decides how many requests ask a model.',
        'a fifth of the requests is assumed to ask a model.',
      ),
    ],
    restsOn: [
      KINDS,
      {
        path: `${performance}/requests_per_second`,
        weight: 2,
        or: ['/business_requirements/growth_projection/current_users'],
      },
      { path: `${performance}/real_time_processing_required`, weight: 2 },
      { path: `${performance}/api_response_time_ms`, weight: 1 },
    ],
    benefits: [
      'A release reaches a tenth of the requests first',
      'The application answers without the model, only worse, when it fails',
    ],
    steps: [
      'Package the model with its features as one image',
      'Send a copy of the requests to the new model before it answers any',
      'Set a time limit after which the application answers without it',
      'Alarm on the distribution of answers, not only on errors',
    ],
    risks: [
      'Features that are computed twice, for training and for answering, drift apart: compute them in one place.',
    ],
    businessImpact: isLive
      ? 'Predictions arrive while they are of use.'
      : 'Each morning the lists are sorted by the model.',
    tags: ['machine-learning', 'serving', ...(isDeep ? ['gpu'] : [])],
    pillar: 'performance',
  });
}
