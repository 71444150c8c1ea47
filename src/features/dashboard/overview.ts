import type { AssessmentId } from '../../kernel/ids.js';
import type { AssessmentStatus } from '../assessments/index.js';

/** The rows of the overview's one query; a part without documents has no row. */
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
  readonly changedAt: Date | null;
}

/** One of the assessments that changed last. */
export interface ActivityRow {
  readonly part: 'activity';
  readonly id: AssessmentId;
  readonly title: string;
  readonly status: AssessmentStatus;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly completed_at: Date | null;
}

export interface RecommendationFigures {
  readonly part: 'recommendations';
  readonly total: number;
  readonly highPriority: number;
  readonly byCategory: readonly { readonly category: string; readonly count: number }[];
  /** Decimal text, two places at most. */
  readonly cost: string;
  /** 0 to 1, four places. */
  readonly averageConfidence: number;
  readonly changedAt: Date | null;
}

/** One of the recommendations of which the agents are surest. */
export interface TopRow {
  readonly part: 'top';
  readonly id: string;
  readonly assessment_id: string;
  readonly title: string;
  readonly category: string;
  readonly confidence_score: number;
  readonly total_estimated_monthly_cost: string;
}

/** How far one assessment is. */
export interface ProgressRow {
  readonly id: AssessmentId;
  readonly title: string;
  readonly status: AssessmentStatus;
  readonly progress_percentage: number;
  readonly completion_percentage: number;
  readonly current_step: string | null;
  readonly updated_at: Date;
}
