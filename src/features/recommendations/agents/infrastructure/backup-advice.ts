import { decimal, priceOf, sumOf, type Usd } from '../../../../kernel/money.js';
import { adviceOf } from '../../advice/advice-builder.js';
import { relativeMargin } from '../../advice/confidence.js';
import { IMPLEMENTATION_HOUR, monthlyCost, pricedService } from '../../advice/pricing.js';
import type { Situation } from '../../advice/situation.js';
import type { CatalogueService, CloudRegion } from '../../catalogue/catalogue.types.js';
import type { Advice, RecommendedService } from '../../recommendation.js';
import { because, whole } from '../because.js';
import { shapeOf } from '../cloud/shape.js';
import { BACKUP_ENCRYPTION, DATA_GROWTH, DATA_SIZE, REGULATIONS, USERS } from './answers.js';
import { offered } from './recovery-services.js';
import { duration, tierFor } from './recovery-tier.js';

/** Of the records, what one day changes; the pages that change in a month are largely the same ones each day. */
const PERCENT_CHANGED_A_DAY = 2;
const PERCENT_CHANGED_A_MONTH = 20;
const DAYS_KEPT = 35;
const MONTHS_KEPT = 12;
/** Auditors ask for a year of evidence and more; without them, a quarter. */
const MONTHS_KEPT_UNREGULATED = 3;
/** Objects are written once: their older versions are few, and stay where they are. */
const OLDER_VERSIONS = 0.05;
const LEAST_EVERY_MINUTES = 24 * 60;

/** What is kept how long, where nobody can delete it, and how often it is tried. */
export function backupAdvice(situation: Situation): Advice {
  const { answers, sizing, plan } = situation;
  const months = plan.programmes.length > 0 ? MONTHS_KEPT : MONTHS_KEPT_UNREGULATED;
  const kept = keptOf(situation, months);
  const tier = tierFor(answers, sizing.availabilityTarget);
  const behind = duration(Math.min(tier.rpoMinutes, LEAST_EVERY_MINUTES));
  const choice = choiceOf(situation, kept);
  return adviceOf(situation, 'infrastructure_agent', {
    key: 'backup',
    title: `Back up ${whole(kept.recordsGib)} GiB of records each day, ${DAYS_KEPT} days and ${months} months back`,
    summary: `Daily backups for ${DAYS_KEPT} days and monthly ones for ${months} months come to ${whole(kept.backupGib)} GiB, encrypted and locked against deletion; the database also by its log, at most ${behind} behind. ${whole(kept.objectsGib)} GiB of objects keep their older versions. A restore is tried each quarter.`,
    reasons: [
      because(
        answers,
        DATA_SIZE,
        `${whole(kept.recordsGib)} GiB of it stand in databases, ${whole(kept.objectsGib)} GiB in objects.`,
        `${whole(sizing.now.storageGib)} GiB are assumed.`,
      ),
      because(answers, BACKUP_ENCRYPTION, 'backups are encrypted with a key of their own in any case.'),
      because(
        answers,
        REGULATIONS,
        plan.programmes.length > 0
          ? `${months} monthly backups are kept for evidence.`
          : `${months} monthly backups are enough.`,
      ),
    ],
    restsOn: [
      { path: DATA_SIZE, weight: 3, or: [USERS] },
      { path: DATA_GROWTH, weight: 1 },
      { path: BACKUP_ENCRYPTION, weight: 1 },
      { path: REGULATIONS, weight: 1 },
    ],
    margin: choice === null ? null : choice.margin,
    serves: { reliability: 0.8, security: 0.6, compliance: 0.5 },
    services: choice === null ? [] : [...choice.services, ...olderVersions(situation, kept)],
    extraHours: 16,
    data: {
      records_gib: kept.recordsGib,
      objects_gib: kept.objectsGib,
      backup_gib: kept.backupGib,
      daily_for_days: DAYS_KEPT,
      monthly_for_months: months,
      percent_changed_a_day: PERCENT_CHANGED_A_DAY,
      percent_changed_a_month: PERCENT_CHANGED_A_MONTH,
      log_backups_at_most_minutes_behind: Math.min(tier.rpoMinutes, LEAST_EVERY_MINUTES),
    },
    benefits: [
      'A deletion, an error or an attack can be taken back',
      'Proof for auditors that restores work',
    ],
    steps: [
      'One policy for all volumes and databases, by label, so that nothing new is forgotten',
      'Lock the store: nobody, the administrator included, can delete before the time',
      'Keep a copy under another account, with a key of its own',
      'Restore into an empty environment each quarter, and time it',
    ],
    prerequisites: ['A list of what must be kept, for how long, and what must be deleted'],
    risks: [
      'Personal data that must be deleted is still in backups: keep the deletions and apply them after a restore.',
      'A backup that was never restored is a hope.',
    ],
    businessImpact: 'No single mistake ends the business.',
    tags: ['backup', 'retention'],
    priority: 'high',
    category: 'reliability',
    pillar: 'reliability',
  });
}

interface Kept {
  readonly recordsGib: number;
  readonly objectsGib: number;
  readonly backupGib: number;
}

function keptOf(situation: Situation, months: number): Kept {
  const { relational, document } = shapeOf(situation);
  const recordsGib = (relational?.gib ?? 0) + (document?.gib ?? 0);
  const objectsGib = Math.max(0, situation.sizing.now.storageGib - recordsGib);
  return { recordsGib, objectsGib, backupGib: keptGib(recordsGib, months) };
}

/** One full copy, what changed on each day kept, and what changed in each month kept. */
export function keptGib(recordsGib: number, months: number): number {
  const changed = PERCENT_CHANGED_A_DAY * DAYS_KEPT + PERCENT_CHANGED_A_MONTH * Math.max(0, months - 1);
  return Math.ceil((recordsGib * (100 + changed)) / 100);
}

/** The backup service, against dumps in object storage. Null where nothing stands in a cloud, or none is offered there. */
function choiceOf(
  situation: Situation,
  { backupGib }: Kept,
): { services: readonly RecommendedService[]; margin: number | null } | null {
  const { plan, catalogue } = situation;
  const use = { storage_gb_month: backupGib };
  const service = plan.region === null ? null : offered(situation, plan.region, 'backup', Object.keys(use));
  if (service === null || plan.region === null) return null;
  const dumps = dumpsIn(situation, plan.region, use);
  const cost = monthlyCost(catalogue, service, plan.region, use);
  const parts = {
    configuration: { daily_for_days: DAYS_KEPT, encrypted: true, locked: true },
    reasons: [`${whole(backupGib)} GiB are kept.`],
    alternatives:
      dumps === null
        ? []
        : [
            {
              name: `Dumps in ${dumps.service.name}`,
              provider: plan.primary,
              estimated_monthly_cost: decimal(dumps.cost),
              why_not:
                'Scripts of one’s own have to take, check and expire the copies, and nothing locks them.',
            },
          ],
  };
  const margin =
    dumps === null ? null : cost <= dumps.cost ? relativeMargin(Number(cost), Number(dumps.cost)) : 0;
  return { services: [pricedService(catalogue, service, plan.region, use, parts)], margin };
}

/** The same with the work of looking after scripts: hours a month, at the rate of implementation. */
const HOURS_FOR_SCRIPTS = 4;

function dumpsIn(
  situation: Situation,
  region: CloudRegion,
  use: Readonly<Record<string, number>>,
): { service: CatalogueService; cost: Usd } | null {
  const service = offered(situation, region, 'object_storage', Object.keys(use));
  if (service === null) return null;
  const storage = monthlyCost(situation.catalogue, service, region, use);
  return { service, cost: sumOf([storage, priceOf(IMPLEMENTATION_HOUR, HOURS_FOR_SCRIPTS)]) };
}

function olderVersions(situation: Situation, { objectsGib }: Kept): readonly RecommendedService[] {
  const { plan, catalogue } = situation;
  const use = { storage_gb_month: Math.ceil(objectsGib * OLDER_VERSIONS) };
  const service = plan.region && offered(situation, plan.region, 'object_storage', Object.keys(use));
  if (!service || use.storage_gb_month === 0) return [];
  return [
    pricedService(catalogue, service, plan.region, use, {
      name: `${service.name}: older versions`,
      configuration: { versioning: true, expire_after_days: 90 },
      reasons: [
        `${OLDER_VERSIONS * 100} percent of ${whole(objectsGib)} GiB are taken to be replaced in 90 days.`,
      ],
      implementationHours: 2,
    }),
  ];
}
