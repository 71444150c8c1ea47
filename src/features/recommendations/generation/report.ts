import type { AssessmentId } from '../../../kernel/ids.js';
import type { Assessment } from '../../assessments/index.js';
import type { Findings } from '../agents/agent.js';
import type { AgentName } from '../agents/agent-names.js';
import type { RankedList } from '../ranking/index.js';
import type { Advice, Recommendation, RecommendationId } from '../recommendation.js';
import { summaryOf } from '../recommendations.mapper.js';
import type { Workflow } from './workflow.js';

const TOP = 5;

/** What a run came to: the result of its task. JSON values. */
export interface GenerationReport {
  readonly assessment_id: AssessmentId;
  readonly workflow_id: string;
  /** Of the assessment whose answers this rests on: it may have been changed while the run lasted. */
  readonly assessment_revision: number;
  readonly agents: readonly { readonly agent_name: AgentName; readonly recommendations: number }[];
  /** Of what this run found, whether or not others' recommendations stand beside it. */
  readonly summary: Omit<ReturnType<typeof summaryOf>, 'filtered_by'>;
  /** The first in the order in which they are shown. */
  readonly top: readonly Pick<
    Recommendation,
    'agent_name' | 'title' | 'category' | 'confidence_score' | 'total_estimated_monthly_cost'
  >[];
  /** Answers that are missing and would have raised the confidence, each once. */
  readonly questions: Findings['questions'];
}

/** Advice as it will stand in the collection, to be ranked before it does: it has no ids yet. */
export function candidatesOf(
  assessment: Assessment,
  advice: readonly Advice[],
  now: Date,
): readonly Recommendation[] {
  return advice.map((each) => ({
    ...each,
    id: `${each.agent_name}:${each.key}` as RecommendationId, // tells it from the others, here only
    assessment_id: assessment.id,
    user_id: assessment.user_id,
    created_at: now,
    updated_at: now,
  }));
}

export function reportOf(
  assessment: Assessment,
  workflow: Workflow,
  ranked: RankedList,
  findings: readonly Findings[],
): GenerationReport {
  const { recommendations } = ranked;
  const { filtered_by: _none, ...summary } = summaryOf(recommendations, ranked, {});
  return {
    assessment_id: assessment.id,
    workflow_id: workflow.id,
    assessment_revision: assessment.revision,
    agents: workflow.agents.map((agent_name) => ({
      agent_name,
      recommendations: recommendations.filter((each) => each.agent_name === agent_name).length,
    })),
    summary,
    top: recommendations.slice(0, TOP).map((each) => ({
      agent_name: each.agent_name,
      title: each.title,
      category: each.category,
      confidence_score: each.confidence_score,
      total_estimated_monthly_cost: each.total_estimated_monthly_cost,
    })),
    questions: distinct(findings.flatMap(({ questions }) => questions)),
  };
}

function distinct(questions: Findings['questions']): Findings['questions'] {
  return [...new Map(questions.map((each) => [each.path, each])).values()];
}
