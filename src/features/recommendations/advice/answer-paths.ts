import type { BusinessRequirements, TechnicalRequirements } from '../../assessments/index.js';
import type { OpenQuestion } from './open-question.js';
import type { Answers } from './situation.js';

/** The JSON Pointer of every answer that advice can rest on; a list of groups is one answer. */
export type AnswerPath =
  | '/business_goal'
  | PathsOf<BusinessRequirements, '/business_requirements'>
  | PathsOf<TechnicalRequirements, '/technical_requirements'>;

type PathsOf<Block, Prefix extends string> = {
  [Name in keyof Block & string]-?: NonNullable<Block[Name]> extends readonly unknown[]
    ? `${Prefix}/${Name}`
    : NonNullable<Block[Name]> extends object
      ? PathsOf<NonNullable<Block[Name]>, `${Prefix}/${Name}`>
      : `${Prefix}/${Name}`;
}[keyof Block & string];

/** The answer at a path; undefined where there is none. */
export function answerAt(answers: Answers, path: AnswerPath): unknown {
  const assessment = {
    business_goal: answers.businessGoal,
    business_requirements: answers.business,
    technical_requirements: answers.technical,
  };
  let found: unknown = assessment;
  for (const name of path.slice(1).split('/')) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[name]; // an object, as the line above found
  }
  return found ?? undefined;
}

/** An empty list, a blank text and an item without content are no answers; `false` and 0 are. As completeness counts them. */
export function isGiven(answers: Answers, path: AnswerPath): boolean {
  return hasContent(answerAt(answers, path));
}

/** Of these answers, those that are missing, as questions to ask; sorted, each once. */
export function missing(answers: Answers, paths: Iterable<AnswerPath>): readonly OpenQuestion[] {
  return [...new Set(paths)]
    .filter((path) => !isGiven(answers, path))
    .toSorted()
    .map((path) => ({ path, question: QUESTIONS[path] }));
}

function hasContent(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === 'string') return value.trim() !== '';
  if (typeof value === 'object') return Object.values(value).some(hasContent);
  return true;
}

/** How each missing answer is asked for. The type holds it complete. */
export const QUESTIONS: Readonly<Record<AnswerPath, string>> = {
  '/business_goal': 'What is the business to achieve with this, in one sentence?',
  '/business_requirements/company_name': 'What is the company called?',
  '/business_requirements/company_size': 'How large is the company?',
  '/business_requirements/industry': 'Which industry is the company in?',
  '/business_requirements/business_goals': 'Which goals are there, how important is each, and by when?',
  '/business_requirements/growth_projection/current_users': 'How many users are there today?',
  '/business_requirements/growth_projection/projected_users_6m': 'How many users are expected in six months?',
  '/business_requirements/growth_projection/projected_users_12m':
    'How many users are expected in twelve months?',
  '/business_requirements/budget_constraints/total_budget_range':
    'In which range is the budget for a whole year?',
  '/business_requirements/budget_constraints/monthly_budget_limit': 'How much may be spent in a month?',
  '/business_requirements/budget_constraints/cost_optimization_priority':
    'How much does a lower cost count against other aims?',
  '/business_requirements/team_structure/total_developers': 'How many developers are there?',
  '/business_requirements/team_structure/senior_developers': 'How many of the developers are senior?',
  '/business_requirements/team_structure/devops_engineers': 'How many people look after operations?',
  '/business_requirements/team_structure/data_engineers': 'How many data engineers are there?',
  '/business_requirements/team_structure/cloud_expertise_level':
    'How experienced is the team with clouds, from 1 (new) to 5 (expert)?',
  '/business_requirements/team_structure/kubernetes_expertise':
    'How experienced is the team with Kubernetes, from 1 (new) to 5 (expert)?',
  '/business_requirements/compliance_requirements':
    'Which regulations and attestations must be met (or none)?',
  '/business_requirements/data_residency_requirements': 'In which countries must the data stay?',
  '/business_requirements/project_timeline_months': 'In how many months is the project to be finished?',
  '/business_requirements/urgency_level': 'How urgent is it?',
  '/business_requirements/current_pain_points': 'What hurts most today?',
  '/business_requirements/success_criteria': 'By what will success be known?',
  '/business_requirements/cloud_provider_preference': 'Which cloud providers are preferred?',
  '/business_requirements/multi_cloud_acceptable': 'May several clouds be used at once?',
  '/business_requirements/additional_notes': 'What else should be known?',
  '/technical_requirements/workload_types': 'Which kinds of workload are to run?',
  '/technical_requirements/architecture_preference': 'Which architecture is preferred?',
  '/technical_requirements/deployment_model':
    'Where is it to run: in a public cloud, a private one, a mixture, or on premises?',
  '/technical_requirements/performance_requirements/api_response_time_ms':
    'Within how many milliseconds must a request be answered?',
  '/technical_requirements/performance_requirements/requests_per_second':
    'How many requests a second come at the peak?',
  '/technical_requirements/performance_requirements/concurrent_users':
    'How many users are active at once at the peak?',
  '/technical_requirements/performance_requirements/uptime_percentage':
    'What percentage of the time must it be available?',
  '/technical_requirements/performance_requirements/real_time_processing_required':
    'Must events be processed in real time?',
  '/technical_requirements/scalability_requirements/current_data_size_gb':
    'How many gigabytes of data are there today?',
  '/technical_requirements/scalability_requirements/expected_data_growth_rate':
    'By how many percent a year does the data grow?',
  '/technical_requirements/scalability_requirements/auto_scaling_required':
    'Must capacity follow the load by itself?',
  '/technical_requirements/scalability_requirements/global_distribution_required':
    'Are the users spread over the whole world?',
  '/technical_requirements/scalability_requirements/cdn_required':
    'Is there static content that a CDN should deliver?',
  '/technical_requirements/scalability_requirements/planned_regions': 'In which regions is it to run?',
  '/technical_requirements/scalability_requirements/disaster_recovery_regions':
    'Into which regions should it recover after a disaster?',
  '/technical_requirements/security_requirements/encryption_at_rest_required':
    'Must stored data be encrypted?',
  '/technical_requirements/security_requirements/encryption_in_transit_required':
    'Must data be encrypted on its way?',
  '/technical_requirements/security_requirements/multi_factor_auth_required':
    'Is multi-factor authentication required?',
  '/technical_requirements/security_requirements/single_sign_on_required': 'Is single sign-on required?',
  '/technical_requirements/security_requirements/role_based_access_required':
    'Is access to be granted by roles?',
  '/technical_requirements/security_requirements/vpc_isolation_required':
    'Must the network be isolated from others?',
  '/technical_requirements/security_requirements/ddos_protection_required':
    'Is protection against denial of service required?',
  '/technical_requirements/security_requirements/waf_required': 'Is a web application firewall required?',
  '/technical_requirements/security_requirements/audit_logging_required': 'Must access be logged for audits?',
  '/technical_requirements/security_requirements/penetration_testing_required':
    'Are penetration tests required?',
  '/technical_requirements/security_requirements/vulnerability_scanning_required':
    'Is scanning for vulnerabilities required?',
  '/technical_requirements/security_requirements/intrusion_detection_required':
    'Is the detection of intrusions required?',
  '/technical_requirements/security_requirements/data_loss_prevention_required':
    'Is the prevention of data loss required?',
  '/technical_requirements/security_requirements/backup_encryption_required': 'Must backups be encrypted?',
  '/technical_requirements/security_requirements/incident_response_plan_required':
    'Is a plan for incidents required?',
  '/technical_requirements/preferred_programming_languages': 'Which programming languages are used?',
  '/technical_requirements/database_preferences': 'Which databases are preferred?',
  '/technical_requirements/current_cloud_providers': 'Where does it run today?',
};
