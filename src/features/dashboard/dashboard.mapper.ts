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
      average_completion: assessments.averageCompletion,
      recent_assessments_7d: assessments.recent,
    },
    recommendations: {
      total_recommendations: recommendations.total,
      total_monthly_cost_potential: decimal(usd(recommendations.cost)),
      average_confidence: recommendations.averageConfidence,
      high_priority_count: recommendations.highPriority,
      by_category: recommendations.byCategory.map(({ category, count }) => ({ category, count })),
      top: top.map(toTop),
    },
    recent_activity: rows.filter((row) => row.part === 'activity').map(toActivity),
    last_updated: latest(assessments.changedAt, recommendations.changedAt),
  };
}

export function toProgress(row: ProgressRow): ProgressPage['items'][number] {
  return {
    assessment_id: row.id,
    title: row.title,
    status: row.status,
    progress_percentage: row.progress_percentage,
    completion_percentage: row.completion_percentage,
    current_step: row.current_step,
    updated_at: row.updated_at.toISOString(),
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
    title: row.title,
    category: row.category,
    confidence_score: row.confidence_score,
    total_estimated_monthly_cost: row.total_estimated_monthly_cost,
  };
}

function toActivity(row: ActivityRow): DashboardOverview['recent_activity'][number] {
  return {
    type: activityOf(row),
    assessment_id: row.id,
    title: row.title,
    at: row.updated_at.toISOString(),
  };
}

/** What the last change was, as far as the assessment itself tells. */
function activityOf(row: ActivityRow): (typeof ACTIVITIES)[number] {
  const at = row.updated_at.getTime();
  if (row.created_at.getTime() === at) return 'assessment_created';
  switch (row.status) {
    case 'agent_analysis':
    case 'generating_report':
      return 'workflow_progressed';
    case 'failed':
      return 'workflow_failed';
    case 'completed':
      return row.completed_at?.getTime() === at ? 'assessment_completed' : 'assessment_updated';
    default:
      return 'assessment_updated';
  }
}

function latest(...moments: readonly (Date | null)[]): string | null {
  const known = moments.filter((moment) => moment !== null).map((moment) => moment.getTime());
  return known.length === 0 ? null : new Date(Math.max(...known)).toISOString();
}
