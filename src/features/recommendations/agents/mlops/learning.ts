import { workloads } from '../cloud/named-in-answers.js';
import type { Situation } from '../../advice/situation.js';
import { naming, type Statement, statementsOf } from '../statements.js';

/** What learning and answering take; figures of a month. */
export interface Learning {
  /** What was said that asks for deep models; empty: models of tables, which need no GPU. */
  readonly deep: readonly Statement[];
  readonly trainingGib: number;
  readonly trainingRuns: number;
  /** On GPUs where `deep` says so, else on machines. */
  readonly trainingHours: number;
  readonly predictionsPerSecond: number;
  /** One more than carry the peak. */
  readonly servers: number;
  readonly engineers: number;
}

/** Models of pictures, sound and language are deep; only these pay for a GPU. */
const DEEP_WORDS = [
  'image',
  'imaging',
  'picture',
  'photo',
  'video',
  'camera',
  'vision',
  'mammogra',
  'scan',
  'satellite',
  'speech',
  'voice',
  'audio',
  'language',
  'translat',
  'text recognition',
  'ocr',
  'receipt',
  'handwrit',
  'render',
  'neural',
  'deep',
];
/** Of the data, what a model learns from, within what one run reads in a night. */
const TRAINING_SHARE = 0.1;
const MOST_TRAINING_GIB = 20_000;
const RUNS_PER_MONTH = 4;
const PASSES = 10;
/** What one GPU, and one machine, reads in an hour. */
const GIB_PER_HOUR = { gpu: 100, machine: 40 } as const;
/** Of all requests those that ask a model; all of them where answers are in real time. */
const PREDICTION_SHARE = { realTime: 1, other: 0.2 } as const;
/** Predictions a second that one server answers. */
const PER_SERVER = { gpu: 100, machine: 500 } as const;

export function learningOf({ answers, sizing }: Situation): Learning {
  const deep = naming(statementsOf(answers), DEEP_WORDS);
  const on = deep.length > 0 ? 'gpu' : 'machine';
  const trainingGib = Math.ceil(Math.min(MOST_TRAINING_GIB, sizing.now.storageGib * TRAINING_SHARE));
  const isRealTime = answers.technical.performance_requirements?.real_time_processing_required === true;
  const share = isRealTime ? PREDICTION_SHARE.realTime : PREDICTION_SHARE.other;
  const predictionsPerSecond = sizing.now.peakRequestsPerSecond * share;
  return {
    deep,
    trainingGib,
    trainingRuns: RUNS_PER_MONTH,
    trainingHours: Math.ceil((trainingGib * PASSES) / GIB_PER_HOUR[on]) * RUNS_PER_MONTH,
    predictionsPerSecond,
    servers: Math.max(1, Math.ceil(predictionsPerSecond / PER_SERVER[on])) + 1,
    engineers: Math.max(1, answers.business.team_structure?.data_engineers ?? 1),
  };
}

/** Whether models answer while somebody waits, or in runs over stored data. */
export function answersLive({ answers }: Situation): boolean {
  return workloads(answers, 'web_application', 'api_service', 'mobile_backend', 'microservices', 'iot');
}
