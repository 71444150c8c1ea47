import { decimal } from '../../../kernel/money.js';
import { adviceOf } from '../advice/advice-builder.js';
import { pricedService } from '../advice/pricing.js';
import type { Situation } from '../advice/situation.js';
import type { Advice } from '../recommendation.js';
import type { Agent } from './agent.js';
import { because, whole } from './because.js';
import { AI_TASKS, type AiTask } from './data/ai-tasks.js';
import {
  alternativesTo,
  certificationRisks,
  offerOf,
  offersElsewhere,
  priceMargin,
  type Wanted,
} from './offers.js';
import { findingsOf } from './questions.js';
import { naming, quoted, type Statement, statementsOf } from './statements.js';

/** So many of the tasks that were named: a third pilot at once is none. */
const MOST_TASKS = 2;
const LEAST_USERS = 50;

/** Where bought models help with a task that the client names; silent where none is named. */
export const aiConsultantAgent: Agent = {
  name: 'ai_consultant_agent',
  advise(situation) {
    return findingsOf(tasksOf(situation).map(({ task, named }) => taskAdvice(situation, task, named)));
  },
};

/** Whether it helps: a goal, pain point, criterion, note or the title names a task that bought models do well. */
export function aiHelps(situation: Situation): boolean {
  return tasksOf(situation).length > 0;
}

function tasksOf({
  answers,
}: Situation): readonly { readonly task: AiTask; readonly named: readonly Statement[] }[] {
  const statements = statementsOf(answers);
  return AI_TASKS.map((task) => ({ task, named: naming(statements, task.words) }))
    .filter(({ named }) => named.length > 0)
    .slice(0, MOST_TASKS);
}

function taskAdvice(situation: Situation, task: AiTask, named: readonly Statement[]): Advice {
  const { answers, plan } = situation;
  const users = Math.max(LEAST_USERS, answers.business.growth_projection?.current_users ?? 0);
  const wanted = wantedFor(task, users);
  const offer = offerOf(situation, plan.primary, wanted);
  const elsewhere = offersElsewhere(situation, wanted);
  const reasons = [
    ...named.slice(0, 3).map((statement) => `${quoted(statement)}: a task for ${task.method}.`),
    because(
      answers,
      '/business_requirements/growth_projection/current_users',
      `${whole(users * task.perUser)} a month are counted, ${task.perUser} for each.`,
      `${LEAST_USERS} users are assumed, ${task.perUser} a month for each.`,
    ),
  ];
  const amount = `${whole(users * task.perUser)} ${unitOf(task)} a month`;
  const cost = offer === null ? 'a price to be asked for' : `$${decimal(offer.monthly)} a month`;
  return adviceOf(situation, 'ai_consultant_agent', {
    key: `ai_${task.key}`,
    title: `${task.name}: a pilot${offer === null ? ' with an open model on your own machines' : ` with ${offer.service.name}`}`,
    summary: `${task.benefit}: ${task.method}. ${amount} ${offer === null ? 'are counted, at' : 'cost'} ${cost}; a pilot of eight weeks with a tenth of that shows whether it is worth it.`,
    reasons,
    restsOn: [
      { path: '/business_requirements/business_goals', weight: 2, or: ['/business_goal'] },
      { path: '/business_requirements/current_pain_points', weight: 2 },
      { path: '/business_requirements/growth_projection/current_users', weight: 2 },
      { path: '/business_requirements/success_criteria', weight: 1 },
      { path: '/business_requirements/team_structure/data_engineers', weight: 1 },
    ],
    margin:
      offer === null
        ? null
        : priceMargin(
            offer.monthly,
            elsewhere.map((other) => other.monthly),
          ),
    serves: { insight: 0.9, operations: 0.6 },
    services:
      offer === null
        ? []
        : [
            pricedService(situation.catalogue, offer.service, offer.region, offer.use, {
              configuration: {
                task: task.key,
                per_month: users * task.perUser,
                training_on_your_data: false,
              },
              reasons,
              alternatives: alternativesTo(
                situation,
                { name: offer.service.name, monthly: offer.monthly },
                elsewhere.map((other) => ({ ...other, name: other.service.name })),
              ),
            }),
          ],
    extraHours: 120,
    data: {
      task: task.key,
      method: task.method,
      usage: wanted.use,
      named_in: named.map(({ source }) => source),
    },
    benefits: [task.benefit, 'The pilot ends with a number and not with an opinion'],
    steps: [
      task.check,
      'Agree before the pilot on the figure that makes it a product',
      'Keep a person in the loop until that figure is met',
      'Log what was asked and answered, and delete it after 30 days',
    ],
    prerequisites: ['Consent or another basis for letting a model read the texts'],
    risks: [
      'Models err with confidence: nothing they write goes out or is booked unseen in the pilot.',
      ...(plan.programmes.includes('gdpr')
        ? ['GDPR Art. 22: no decision about a person by the model alone.']
        : []),
      ...(plan.programmes.includes('hipaa')
        ? ['Only a service named in the business associate agreement may see health information.']
        : []),
      ...certificationRisks(situation, offer === null ? [] : [offer.service]),
    ],
    businessImpact: `${task.benefit}, for ${cost} when it is used by all.`,
    tags: ['artificial-intelligence', task.key],
    priority: 'medium',
    category: 'artificial_intelligence',
    pillar: 'performance',
  });
}

function wantedFor({ meter, tag, perUser, tokens }: AiTask, users: number): Wanted {
  const count = users * perUser;
  const use =
    meter === 'tokens'
      ? {
          input_tokens_million: inMillions(count * tokens.input),
          output_tokens_million: inMillions(count * tokens.output),
        }
      : { [meter]: meter === 'audio_minute' ? count : Math.ceil(count) / 1_000 };
  return { category: 'artificial_intelligence', tags: [[tag]], use };
}

function unitOf({ meter }: AiTask): string {
  const units = {
    pages_thousand: 'pages',
    images_thousand: 'pictures',
    audio_minute: 'minutes',
    tokens: 'questions',
  };
  return units[meter];
}

function inMillions(count: number): number {
  return Math.ceil(count / 1_000) / 1_000;
}
