/** The collections that a dashboard sums up, each kept by its own feature. */
export const ASSESSMENTS = 'assessments';
export const RECOMMENDATIONS = 'recommendations';

export const RECENT_LIMIT = 10;
export const TOP_LIMIT = 5;

/** Whose documents: `owned` finds them by the owner, also where it is everyone's; `sorted` leaves an index its order. */
export interface Selection {
  readonly owned: Stage;
  readonly sorted: Stage;
}

export type Stage = Readonly<Record<string, unknown>>;

const RECENT_DAYS_MS = 7 * 24 * 3_600_000;
const RATE_PLACES = 2;
const CONFIDENCE_PLACES = 4;
/** The character after the digits. */
const BEHIND_NINE = ':';
/** The bounds of JavaScript's dates (ECMA-262, 21.4.1.1). */
const [FIRST_MOMENT, LAST_MOMENT] = [new Date(-8.64e15), new Date(8.64e15)];

/**
 * The overview in one round trip: a handful of rows, each of which names its `part`. What is counted and summed stands
 * whole in an index, so no document is read but the few that are shown. Amounts are added as decimals, shares as the
 * numbers that they are (the database carries what a sum of them loses along): exact, and the same in whatever order the
 * documents come. They are rounded once, at the end, half to even.
 */
export function overviewPipeline({ owned, sorted }: Selection): Stage[] {
  return [
    { $match: owned },
    ...assessmentFigures,
    union(ASSESSMENTS, [{ $match: sorted }, ...recentlyChanged]),
    union(RECOMMENDATIONS, [{ $match: owned }, ...recommendationFigures]),
    union(RECOMMENDATIONS, [{ $match: sorted }, ...mostConfident]),
  ];
}

const counted = (condition: unknown): Stage => ({ $sum: { $cond: [condition, 1, 0] } });
const isOneOf = (field: string, words: readonly string[]): Stage => ({ $in: [field, words] });
const union = (coll: string, pipeline: readonly Stage[]): Stage => ({ $unionWith: { coll, pipeline } });

/** A quotient as a number, exact until it is rounded; 0 where there is nothing to divide by. */
const quotient = (dividend: unknown, divisor: string, places: number): Stage => ({
  $cond: [
    { $eq: [divisor, 0] },
    0,
    {
      $convert: {
        input: { $round: [{ $divide: [{ $toDecimal: dividend }, divisor] }, places] },
        to: 'double',
      },
    },
  ],
});

/** A sum of what is a number; a NaN, which would be all that is left of the sum, is less than any and counts as 0. */
const sumOfNumbers = (field: string): Stage => ({ $sum: { $max: [0, field] } });

/** A sum of amounts: texts that begin with a digit, which none of "NaN", "-5.00" and "Infinity" does. */
const sumOfAmounts = (field: string): Stage => ({
  $sum: {
    $cond: [
      { $and: [{ $gte: [field, '0'] }, { $lt: [field, BEHIND_NINE] }] },
      { $convert: { input: field, to: 'decimal', onError: 0, onNull: 0 } },
      0,
    ],
  },
});

const assessmentFigures: readonly Stage[] = [
  {
    $group: {
      _id: null,
      total: { $sum: 1 },
      completed: counted({ $eq: ['$status', 'completed'] }),
      inProgress: counted(isOneOf('$status', ['in_progress', 'agent_analysis', 'generating_report'])),
      drafts: counted({ $eq: ['$status', 'draft'] }),
      recent: counted({ $gte: ['$created_at', { $subtract: ['$$NOW', RECENT_DAYS_MS] }] }),
      completion: sumOfNumbers('$completion_percentage'),
      withCompletion: counted({ $isNumber: '$completion_percentage' }),
      changedAt: { $max: '$updated_at' },
    },
  },
  {
    $project: {
      _id: 0,
      part: 'assessments',
      total: 1,
      completed: 1,
      inProgress: 1,
      drafts: 1,
      recent: 1,
      changedAt: 1,
      completionRate: quotient({ $multiply: ['$completed', 100] }, '$total', RATE_PLACES),
      averageCompletion: quotient('$completion', '$withCompletion', RATE_PLACES),
    },
  },
];

const recentlyChanged: readonly Stage[] = [
  { $match: { updated_at: { $gte: FIRST_MOMENT, $lte: LAST_MOMENT } } }, // none but dates
  { $sort: { updated_at: -1, _id: -1 } },
  { $limit: RECENT_LIMIT },
  { $project: { part: 'activity', title: 1, status: 1, created_at: 1, updated_at: 1, completed_at: 1 } },
];

const recommendationFigures: readonly Stage[] = [
  {
    $group: {
      _id: '$category',
      count: { $sum: 1 },
      cost: sumOfAmounts('$total_estimated_monthly_cost'),
      confidence: sumOfNumbers('$confidence_score'),
      withConfidence: counted({ $isNumber: '$confidence_score' }),
      highPriority: counted(isOneOf('$priority', ['high', 'critical'])),
      changedAt: { $max: '$updated_at' },
    },
  },
  { $sort: { count: -1, _id: 1 } }, // the few groups that there are
  {
    $group: {
      _id: null,
      total: { $sum: '$count' },
      cost: { $sum: '$cost' },
      confidence: { $sum: '$confidence' },
      withConfidence: { $sum: '$withConfidence' },
      highPriority: { $sum: '$highPriority' },
      byCategory: { $push: { category: '$_id', count: '$count' } },
      changedAt: { $max: '$changedAt' },
    },
  },
  {
    $project: {
      _id: 0,
      part: 'recommendations',
      total: 1,
      highPriority: 1,
      byCategory: 1,
      changedAt: 1,
      cost: { $toString: { $round: ['$cost', 2] } },
      averageConfidence: quotient('$confidence', '$withConfidence', CONFIDENCE_PLACES),
    },
  },
];

const mostConfident: readonly Stage[] = [
  { $sort: { confidence_score: -1, created_at: -1, _id: -1 } },
  { $limit: TOP_LIMIT },
  {
    $project: {
      part: 'top',
      assessment_id: 1,
      title: 1,
      category: 1,
      confidence_score: 1,
      total_estimated_monthly_cost: 1,
    },
  },
];
