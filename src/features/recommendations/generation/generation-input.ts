import type { Priority } from '../../assessments/index.js';
import { AGENT_NAMES, type AgentName } from '../agents/agent-names.js';
import type { CatalogueProvider } from '../catalogue/catalogue.types.js';
import { CATALOGUE_PROVIDERS } from '../catalogue/catalogue.types.js';
import type { GenerateRecommendations } from '../recommendations.dto.js';

/** The kind of task that makes recommendations. */
export const GENERATION = 'generate_recommendations';

/** What a run was asked for: equal requests are equal as JSON, so that their repetition is known. */
export interface GenerationInput {
  /** Only these, in the order in which they work; null: whoever the assessment calls for. */
  readonly agentNames: readonly AgentName[] | null;
  readonly priority: Priority | null;
  /** Decimal string with two places. */
  readonly monthlyBudgetLimit: string | null;
  readonly preferredProviders: readonly CatalogueProvider[] | null;
}

export function inputOf(body: GenerateRecommendations | undefined): GenerationInput {
  const { agent_names: names, priority_override: priority, custom_config: config } = body ?? {};
  const providers = config?.preferred_providers;
  return {
    agentNames: names ? AGENT_NAMES.filter((name) => names.includes(name)) : null,
    priority: priority ?? null,
    monthlyBudgetLimit: config?.monthly_budget_limit ?? null,
    preferredProviders: providers ? CATALOGUE_PROVIDERS.filter((name) => providers.includes(name)) : null,
  };
}
