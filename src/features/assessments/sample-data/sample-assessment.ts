import type { z } from 'zod';
import type { AssessmentStatus } from '../assessment.js';
import type { createAssessment } from '../assessment.dto.js';
import type { businessRequirementsInput, technicalRequirementsInput } from '../assessment.questions.js';

/** One assessment of the sample data: a client's answers, and where it stands by now. */
export interface SampleAssessment extends Omit<z.input<typeof createAssessment>, 'status'> {
  /** Where it comes to rest: a run that is under way is nobody's to invent. */
  readonly status: Exclude<AssessmentStatus, 'agent_analysis' | 'generating_report'>;
  /** How long ago it was created. */
  readonly ageDays: number;
  /** Whose it is; the sample user's unless said. */
  readonly owner?: 'admin';
  /** How many of its agents had ended where the workflow failed. */
  readonly agentsDone?: number;
  /** Why the next agent failed. */
  readonly failure?: string;
}

type Business = z.input<typeof businessRequirementsInput>;
type Technical = z.input<typeof technicalRequirementsInput>;
type Part<Block, Name extends keyof Block> = NonNullable<Block[Name]>;
type Goal = Part<Business, 'business_goals'>[number];
type Budget = Part<Business, 'budget_constraints'>;
type Measure = keyof Part<Technical, 'security_requirements'>;
type MeasureName = Measure extends `${infer Name}_required` ? Name : never;

/** Users now, in six and in twelve months. */
export function users(
  now: number,
  in6Months: number,
  in12Months: number,
): Part<Business, 'growth_projection'> {
  return { current_users: now, projected_users_6m: in6Months, projected_users_12m: in12Months };
}

/** What may be spent: a range a year, an amount a month, and how much cheaper counts. */
export function budget(
  range: Budget['total_budget_range'],
  monthly: string,
  thrift: Budget['cost_optimization_priority'],
): Budget {
  return { total_budget_range: range, monthly_budget_limit: monthly, cost_optimization_priority: thrift };
}

/** Developers (of whom senior), DevOps and data engineers; skill in clouds and in Kubernetes, 1 to 5. */
export function team(
  developers: number,
  senior: number,
  devops: number,
  data: number,
  cloud: number,
  kubernetes: number,
): Part<Business, 'team_structure'> {
  return {
    total_developers: developers,
    senior_developers: senior,
    devops_engineers: devops,
    data_engineers: data,
    cloud_expertise_level: cloud,
    kubernetes_expertise: kubernetes,
  };
}

export function goal(text: string, priority: Goal['priority'], months: number, ...metrics: string[]): Goal {
  return { goal: text, priority, timeline_months: months, success_metrics: metrics };
}

/** Answer time in ms, requests a second, users at once, uptime in percent, and whether answers must be in real time. */
export function load(
  ms: number,
  perSecond: number,
  atOnce: number,
  uptime: number,
  realTime = false,
): Part<Technical, 'performance_requirements'> {
  return {
    api_response_time_ms: ms,
    requests_per_second: perSecond,
    concurrent_users: atOnce,
    uptime_percentage: uptime,
    real_time_processing_required: realTime,
  };
}

/** Data in GB, its growth in percent a year, what is needed (`auto`, `global`, `cdn`), regions, and those to fall back on. */
export function scale(
  gb: number,
  growth: number,
  needs: readonly ('auto' | 'global' | 'cdn')[],
  regions: string[],
  fallback: string[],
): Part<Technical, 'scalability_requirements'> {
  return {
    current_data_size_gb: gb,
    expected_data_growth_rate: growth,
    auto_scaling_required: needs.includes('auto'),
    global_distribution_required: needs.includes('global'),
    cdn_required: needs.includes('cdn'),
    planned_regions: regions,
    disaster_recovery_regions: fallback,
  };
}

const MEASURES = [
  'encryption_at_rest',
  'encryption_in_transit',
  'multi_factor_auth',
  'single_sign_on',
  'role_based_access',
  'vpc_isolation',
  'ddos_protection',
  'waf',
  'audit_logging',
  'penetration_testing',
  'vulnerability_scanning',
  'intrusion_detection',
  'data_loss_prevention',
  'backup_encryption',
  'incident_response_plan',
] as const satisfies readonly MeasureName[];

/** What every business asks for. */
export const BASIC = [
  'encryption_at_rest',
  'encryption_in_transit',
  'role_based_access',
  'backup_encryption',
] as const satisfies readonly MeasureName[];
/** What an auditor asks for. */
export const AUDITED = [
  ...BASIC,
  'multi_factor_auth',
  'vpc_isolation',
  'audit_logging',
  'vulnerability_scanning',
  'incident_response_plan',
] as const satisfies readonly MeasureName[];

/** The measures named are required, the others expressly not. */
export function security(...required: readonly MeasureName[]): Part<Technical, 'security_requirements'> {
  return Object.fromEntries(MEASURES.map((name) => [`${name}_required`, required.includes(name)]));
}
