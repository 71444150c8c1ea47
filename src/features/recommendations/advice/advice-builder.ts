import type { AgentName } from '../agents/agent-names.js';
import type {
  Advice,
  Pillar,
  RecommendationCategory,
  RecommendationPriority,
  RecommendedService,
} from '../recommendation.js';
import { alignmentOf, type Serves } from './alignment.js';
import { missing } from './answer-paths.js';
import { confidenceOf, type Rest } from './confidence.js';
import { costsOf } from './pricing.js';
import type { Situation } from './situation.js';

const TITLE_LENGTH = 200;
const SUMMARY_LENGTH = 500;

/** What an agent decides; everything that can be calculated from it is. */
export interface AdviceParts {
  readonly key: string;
  readonly title: string;
  readonly summary: string;
  readonly reasons: readonly string[];
  /** The answers that it rests on: what confidence and questions come from. */
  readonly restsOn: readonly Rest[];
  /** How much better than the best alternative (`relativeMargin`); null where there was nothing to compare. */
  readonly margin: number | null;
  readonly serves: Serves;
  readonly services: readonly RecommendedService[];
  /** Work beside setting up the services, in hours. */
  readonly extraHours?: number;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly benefits: readonly string[];
  readonly steps: readonly string[];
  readonly prerequisites?: readonly string[];
  readonly risks: readonly string[];
  readonly businessImpact: string;
  readonly tags?: readonly string[];
  readonly priority: RecommendationPriority;
  readonly category: RecommendationCategory;
  readonly pillar: Pillar;
}

/** An advice from its parts: sums, confidence, alignment and questions are calculated here, and nowhere else. */
export function adviceOf(situation: Situation, agent: AgentName, parts: AdviceParts): Advice {
  const { answers } = situation;
  const confidence = confidenceOf(answers, parts.restsOn, parts.margin);
  const costs = costsOf(parts.services, parts.extraHours);
  const questions = missing(
    answers,
    parts.restsOn.map((rest) => rest.path),
  );
  return {
    key: parts.key,
    agent_name: agent,
    title: shortened(parts.title, TITLE_LENGTH),
    summary: shortened(parts.summary, SUMMARY_LENGTH),
    reasons: parts.reasons,
    confidence_score: confidence.score,
    confidence_level: confidence.level,
    recommendation_data: {
      ...parts.data,
      confidence: { completeness: confidence.completeness, margin: confidence.margin },
      questions,
    },
    recommended_services: parts.services,
    cost_estimates: costs,
    total_estimated_monthly_cost: costs.monthly,
    benefits: parts.benefits,
    implementation_steps: parts.steps,
    prerequisites: parts.prerequisites ?? [],
    risks_and_considerations: parts.risks,
    business_impact: parts.businessImpact,
    alignment_score: alignmentOf(answers, parts.serves),
    tags: [...new Set(parts.tags)].toSorted(),
    priority: parts.priority,
    category: parts.category,
    pillar: parts.pillar,
  };
}

/** At most so many characters, cut at a word; one line. */
function shortened(text: string, length: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= length) return line;
  const cut = line.slice(0, length - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), length / 2))}…`;
}
