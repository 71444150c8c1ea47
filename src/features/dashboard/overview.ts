import type { AssessmentId } from '../../kernel/ids.js';
import type { AssessmentStatus } from '../assessments/index.js';

/**
 * The rows of the overview's one query; a part without documents has no row. What is `unknown` is as it stands in a
 * document: read it with stored-values.ts.
 */
export type OverviewRow = AssessmentFigures | ActivityRow | RecommendationFigures | TopRow;

export interface AssessmentFigures {
  readonly part: 'assessments';
  readonly total: number;
  readonly completed: number;
  readonly inProgress: number;
  readonly drafts: number;
  readonly recent: number;
  /** Percent, two places. */
  readonly completionRate: number;
  readonly averageCompletion: number;
  readonly changedAt: unknown;
}

/** One of the assessments that changed last. */
export interface ActivityRow {
  readonly part: 'activity';
  readonly id: AssessmentId;
  readonly title: unknown;
  readonly status: AssessmentStatus;
  readonly created_at: unknown;
  readonly updated_at: unknown;
  readonly completed_at: unknown;
}

export interface RecommendationFigures {
  readonly part: 'recommendations';
  readonly total: number;
  readonly highPriority: number;
  readonly byCategory: readonly { readonly category: unknown; readonly count: number }[];
  /** Decimal text, two places at most. */
  readonly cost: string;
  /** 0 to 1, four places. */
  readonly averageConfidence: number;
  readonly changedAt: unknown;
}

/** One of the recommendations of which the agents are surest. */
export interface TopRow {
  readonly part: 'top';
  readonly id: string;
  readonly assessment_id: string;
  readonly title: unknown;
  readonly category: unknown;
  readonly confidence_score: unknown;
  readonly total_estimated_monthly_cost: unknown;
}

/** How far one assessment is. */
export interface ProgressRow {
  readonly id: AssessmentId;
  readonly title: unknown;
  readonly status: AssessmentStatus;
  readonly progress_percentage: unknown;
  readonly completion_percentage: unknown;
  readonly current_step: unknown;
  readonly updated_at: unknown;
}
