import { z } from 'zod';
import { count, listOf, money, oneLine, text } from '../../platform/http/index.js';
import { inputOf, outputOf, type Questions } from './questions.js';
import { RESIDENCIES } from './residency.js';

export const PRIORITIES = ['low', 'medium', 'high', 'critical'] as const;
const PROVIDERS = ['aws', 'azure', 'gcp', 'ibm', 'alibaba'] as const;

const priority = z.enum(PRIORITIES);
const names = listOf(oneLine());
const wholeFrom = (least: number, most: number) => z.number().int().min(least).max(most);
/** Gigabytes are measured, not counted: half of one is a size. */
const gigabytes = z.number().min(0).max(1e12);

const residency = z
  .string()
  .regex(/^[a-z]{2}$/i, {
    error: 'Expected a two-letter country code (ISO 3166-1 alpha-2), or eu.',
    abort: true,
  })
  .toLowerCase()
  .refine((code) => RESIDENCIES.has(code), {
    error: 'There is no such country code (ISO 3166-1 alpha-2).',
  });

/** What the business wants and may spend. */
export const businessQuestions = {
  company_name: oneLine(),
  company_size: z.enum(['startup', 'small', 'medium', 'large', 'enterprise']),
  industry: z.enum([
    'technology',
    'healthcare',
    'finance',
    'education',
    'retail',
    'manufacturing',
    'government',
    'non_profit',
    'other',
  ]),
  business_goals: [{ goal: text(), priority, timeline_months: wholeFrom(1, 60), success_metrics: names }],
  growth_projection: {
    current_users: count(),
    projected_users_6m: count(),
    projected_users_12m: count(),
  },
  budget_constraints: {
    total_budget_range: z.enum(['under_10k', '10k_50k', '50k_100k', '100k_500k', '500k_1m', 'over_1m']),
    monthly_budget_limit: money(),
    cost_optimization_priority: z.enum(['low', 'medium', 'high']),
  },
  team_structure: {
    total_developers: count(),
    senior_developers: count(),
    devops_engineers: count(),
    data_engineers: count(),
    cloud_expertise_level: wholeFrom(1, 5),
    kubernetes_expertise: wholeFrom(1, 5),
  },
  compliance_requirements: listOf(z.enum(['gdpr', 'hipaa', 'ccpa', 'soc2', 'iso27001', 'pci_dss', 'none'])),
  data_residency_requirements: listOf(residency),
  project_timeline_months: wholeFrom(1, 36),
  urgency_level: priority,
  current_pain_points: names,
  success_criteria: names,
  cloud_provider_preference: listOf(z.enum(PROVIDERS)),
  multi_cloud_acceptable: z.boolean(),
  additional_notes: text(2000),
} satisfies Questions;

const WORKLOADS = [
  'web_application',
  'api_service',
  'data_processing',
  'machine_learning',
  'database',
  'analytics',
  'iot',
  'mobile_backend',
  'microservices',
] as const;

const required = z.boolean();

/** What the systems must do, and how they are run. */
export const technicalQuestions = {
  workload_types: listOf(z.enum(WORKLOADS)),
  architecture_preference: z.enum([
    'monolith',
    'modular_monolith',
    'microservices',
    'serverless',
    'event_driven',
    'no_preference',
  ]),
  deployment_model: z.enum(['public_cloud', 'private_cloud', 'hybrid_cloud', 'multi_cloud', 'on_premises']),
  performance_requirements: {
    api_response_time_ms: count(),
    requests_per_second: count(),
    concurrent_users: count(),
    uptime_percentage: z.number().min(90).max(100),
    real_time_processing_required: required,
  },
  scalability_requirements: {
    current_data_size_gb: gigabytes,
    expected_data_growth_rate: z.number().min(0).max(1000),
    auto_scaling_required: required,
    global_distribution_required: required,
    cdn_required: required,
    planned_regions: names,
    disaster_recovery_regions: names,
  },
  security_requirements: {
    encryption_at_rest_required: required,
    encryption_in_transit_required: required,
    multi_factor_auth_required: required,
    single_sign_on_required: required,
    role_based_access_required: required,
    vpc_isolation_required: required,
    ddos_protection_required: required,
    waf_required: required,
    audit_logging_required: required,
    penetration_testing_required: required,
    vulnerability_scanning_required: required,
    intrusion_detection_required: required,
    data_loss_prevention_required: required,
    backup_encryption_required: required,
    incident_response_plan_required: required,
  },
  preferred_programming_languages: names,
  database_preferences: names,
  current_cloud_providers: names,
} satisfies Questions;

export const businessRequirementsInput = inputOf(businessQuestions).meta({ id: 'BusinessRequirementsInput' });
export const technicalRequirementsInput = inputOf(technicalQuestions).meta({
  id: 'TechnicalRequirementsInput',
});
export const businessRequirements = outputOf(businessQuestions).meta({ id: 'BusinessRequirements' });
export const technicalRequirements = outputOf(technicalQuestions).meta({ id: 'TechnicalRequirements' });
