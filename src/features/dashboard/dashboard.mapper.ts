import { decimal, usd } from '../../kernel/money.js';
import type { ACTIVITIES, DashboardOverview, ProgressPage } from './dashboard.dto.js';
import type {
  ActivityRow,
  AssessmentFigures,
  OverviewRow,
  ProgressRow,
  RecommendationFigures,
  TopRow,
} from './overview.js';
import { amountOf, isoOf, madeAt, momentOf, numberOf, textOf } from './stored-values.js';

/** The overview that the rows of its query make. */
export function toOverview(rows: readonly OverviewRow[]): DashboardOverview {
  const assessments = rows.find((row) => row.part === 'assessments') ?? NO_ASSESSMENTS;
  const recommendations = rows.find((row) => row.part === 'recommendations') ?? NO_RECOMMENDATIONS;
  const top = rows.filter((row) => row.part === 'top');
  return {
    overview: {
      total_assessments: assessments.total,
      completed_assessments: assessments.completed,
      in_progress_assessments: assessments.inProgress,
      draft_assessments: assessments.drafts,
      completion_rate: assessments.completionRate,
      average_completion: numberOf(assessments.averageCompletion, 100),
      recent_assessments_7d: assessments.recent,
    },
    recommendations: {
      total_recommendations: recommendations.total,
      total_monthly_cost_potential: decimal(usd(amountOf(recommendations.cost))),
      average_confidence: numberOf(recommendations.averageConfidence, 1),
      high_priority_count: recommendations.highPriority,
      by_category: recommendations.byCategory.map(({ category, count }) => ({
        category: textOf(category),
        count,
      })),
      top: top.map(toTop),
    },
    recent_activity: rows.filter((row) => row.part === 'activity').map(toActivity),
    last_updated: latest(assessments.changedAt, recommendations.changedAt),
  };
}

export function toProgress(row: ProgressRow): ProgressPage['items'][number] {
  return {
    assessment_id: row.id,
    title: textOf(row.title),
    status: row.status,
    progress_percentage: numberOf(row.progress_percentage, 100),
    completion_percentage: numberOf(row.completion_percentage, 100),
    current_step: typeof row.current_step === 'string' ? row.current_step : null,
    updated_at: isoOf(momentOf(row.updated_at) ?? madeAt(row.id)),
  };
}

const NO_ASSESSMENTS: AssessmentFigures = {
  part: 'assessments',
  total: 0,
  completed: 0,
  inProgress: 0,
  drafts: 0,
  recent: 0,
  completionRate: 0,
  averageCompletion: 0,
  changedAt: null,
};

const NO_RECOMMENDATIONS: RecommendationFigures = {
  part: 'recommendations',
  total: 0,
  highPriority: 0,
  byCategory: [],
  cost: '0',
  averageConfidence: 0,
  changedAt: null,
};

function toTop(row: TopRow): DashboardOverview['recommendations']['top'][number] {
  return {
    id: row.id,
    assessment_id: row.assessment_id,
    title: textOf(row.title),
    category: textOf(row.category),
    confidence_score: numberOf(row.confidence_score, 1),
    total_estimated_monthly_cost: amountOf(row.total_estimated_monthly_cost),
  };
}

function toActivity(row: ActivityRow): DashboardOverview['recent_activity'][number] {
  const at = momentOf(row.updated_at) ?? madeAt(row.id);
  return { type: activityOf(row, at), assessment_id: row.id, title: textOf(row.title), at: isoOf(at) };
}

/** What the last change was, as far as the assessment itself tells. */
function activityOf(row: ActivityRow, at: number): (typeof ACTIVITIES)[number] {
  if (momentOf(row.created_at) === at) return 'assessment_created';
  switch (row.status) {
    case 'agent_analysis':
    case 'generating_report':
      return 'workflow_progressed';
    case 'failed':
      return 'workflow_failed';
    case 'completed':
      return momentOf(row.completed_at) === at ? 'assessment_completed' : 'assessment_updated';
    default:
      return 'assessment_updated';
  }
}

function latest(...moments: readonly unknown[]): string | null {
  const known = moments.map(momentOf).filter((moment) => moment !== null);
  return known.length === 0 ? null : isoOf(Math.max(...known));
}
