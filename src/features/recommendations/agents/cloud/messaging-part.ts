import { HOURS_PER_MONTH } from '../../advice/pricing.js';
import type { Situation } from '../../advice/situation.js';
import { because, whole } from '../because.js';
import type { Part } from './part.js';
import { KINDS, LOAD } from './rests.js';
import { prefers } from './named-in-answers.js';
import type { Shape } from './shape.js';

/** A queue between parts that need not wait for each other, or a stream where events are read in order or by many. */
export function messagingPart({ answers, plan }: Situation, need: NonNullable<Shape['messaging']>): Part {
  const isStream = need.kind === 'streaming';
  const kafka = prefers(answers, 'streaming');
  return {
    key: 'messaging',
    label: isStream ? 'the event stream' : 'the message queue',
    wanted: isStream
      ? {
          category: 'streaming',
          tags: kafka ? [['kafka'], []] : [[]],
          use: { hour: HOURS_PER_MONTH, ingest_gb: need.ingestGb },
        }
      : { category: 'queue', tags: [['queue'], []], use: { requests_million: need.millionRequests } },
    configuration: isStream
      ? { retention_hours: 24, partitions_by: 'key' }
      : { dead_letter: true, retention_days: 4 },
    reasons: [
      isStream && kafka
        ? because(
            answers,
            '/technical_requirements/database_preferences',
            'the protocol that the team uses is kept.',
          )
        : because(
            answers,
            KINDS.path,
            `work is taken in now and done later (${plan.architecture.replace('_', ' ')}).`,
            `the architecture (${plan.architecture.replace('_', ' ')}) parts its services by messages.`,
          ),
      because(
        answers,
        '/technical_requirements/performance_requirements/real_time_processing_required',
        isStream
          ? 'events are read in order as they come.'
          : 'a queue is enough: a message waits milliseconds for its one reader.',
      ),
    ],
    restsOn: [
      KINDS,
      LOAD,
      { path: '/technical_requirements/performance_requirements/real_time_processing_required', weight: 2 },
    ],
    serves: { reliability: 0.7, scalability: 0.8 },
    title: (service) =>
      isStream
        ? `${service} for ${whole(need.ingestGb)} GB of events a month`
        : `${service} between the parts that need not wait for each other`,
    summary: (service, monthly) =>
      isStream
        ? `${service} takes in about ${whole(need.ingestGb)} GB of events a month for ${monthly}; several readers follow it at their own pace and can read a day again.`
        : `${service} carries about ${whole(need.millionRequests)} million requests a month for ${monthly}; a slow or stopped reader delays work instead of losing it.`,
    benefits: [
      'A part that fails delays work, and loses none',
      'Readers are scaled by the length of the line',
    ],
    steps: () => [
      'Name each message and write its schema down',
      'Make each reader idempotent: every message can come twice',
      'Put an alarm on the age of the oldest message',
      'Park what fails three times and look at it daily',
    ],
    risks: [
      'Messages can come twice and, over partitions, out of order.',
      'What was one transaction becomes two steps with a state between them.',
    ],
    businessImpact: 'Peaks are worked off instead of turned away.',
    tags: ['messaging', need.kind],
    priority: 'medium',
    category: 'architecture',
    pillar: 'reliability',
  };
}
