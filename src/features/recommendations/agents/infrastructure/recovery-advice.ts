import { countryNames, PROVIDER_NAMES } from '../../advice/names.js';
import { decimal } from '../../../../kernel/money.js';
import { adviceOf } from '../../advice/advice-builder.js';
import { relativeMargin } from '../../advice/confidence.js';
import { totalOf } from '../../advice/pricing.js';
import type { Situation } from '../../advice/situation.js';
import type { CloudRegion } from '../../catalogue/catalogue.types.js';
import type { Advice, Alternative } from '../../recommendation.js';
import { because, listed } from '../because.js';
import { DATA_SIZE, LOAD, RECOVERY_REGIONS, RESIDENCY, UPTIME, USERS } from './answers.js';
import { recoveryServices } from './recovery-services.js';
import {
  downtimeMinutes,
  duration,
  isCritical,
  type RecoveryTier,
  STRATEGIES,
  STRATEGY_NAMES,
  TIERS,
  tierFor,
} from './recovery-tier.js';

const STEPS = {
  backup_and_restore: [
    'Copy each backup to the other site',
    'Describe the whole platform as code, so that it can be built anew',
  ],
  pilot_light: [
    'Replicate the databases continuously',
    'Keep images and network ready, and start machines by one command',
  ],
  warm_standby: [
    'Replicate the databases continuously',
    'Run a small copy of the platform that takes a trickle of real traffic',
  ],
  hot_standby: [
    'Replicate the databases continuously',
    'Run both sites at full size, and let both take traffic',
  ],
} as const;

/** How and where it comes back after a region is lost, within which time, and with how much lost. */
export function recoveryAdvice(situation: Situation): Advice {
  const { answers, sizing, plan } = situation;
  const tier = tierFor(answers, sizing.availabilityTarget);
  const region = plan.recoveryRegion;
  const services = region === null ? [] : recoveryServices(situation, region, tier.strategy);
  const others = region === null ? [] : alternatives(situation, region, tier);
  const where = region === null ? 'a second site' : region.name;
  const [rto, rpo] = [duration(tier.rtoMinutes), duration(tier.rpoMinutes)];
  return adviceOf(situation, 'infrastructure_agent', {
    key: 'disaster_recovery',
    title: `Recover in ${where} within ${rto}, with ${STRATEGY_NAMES[tier.strategy]}`,
    summary: `When the ${plan.region === null ? 'site' : 'region'} is lost, ${STRATEGY_NAMES[tier.strategy]} in ${where} works again within ${rto} (RTO) and loses at most ${rpo} of work (RPO). One disaster a year fits into the downtime that ${sizing.availabilityTarget} percent allow.`,
    reasons: reasonsOf(situation, tier),
    restsOn: [
      { path: UPTIME, weight: 3 },
      { path: RECOVERY_REGIONS, weight: 1 },
      { path: DATA_SIZE, weight: 2, or: [USERS] },
      LOAD,
    ],
    margin: marginOf(situation, region, tier),
    serves: { reliability: 1, compliance: 0.4 },
    services,
    extraHours: 40,
    data: {
      strategy: tier.strategy,
      rto_minutes: tier.rtoMinutes,
      rpo_minutes: tier.rpoMinutes,
      recovery_region: region?.name ?? null,
      allowed_downtime_minutes_a_year: Math.round(downtimeMinutes(sizing.availabilityTarget)),
      alternatives: others,
    },
    benefits: [`Work again within ${rto} of the loss of a whole site`, `At most ${rpo} of work is lost`],
    steps: [
      ...STEPS[tier.strategy],
      'Write down who decides to switch, by which signs, and how to go back',
      'Rehearse the switch twice a year and measure both times',
    ],
    prerequisites: [
      'Infrastructure described as code',
      ...(region === null ? ['A second site outside the reach of one disaster'] : []),
    ],
    risks: risksOf(situation, region),
    businessImpact: `The loss of a site costs ${rto} instead of weeks.`,
    tags: ['disaster-recovery', tier.strategy],
    priority: isCritical(answers) ? 'critical' : tier.strategy === 'backup_and_restore' ? 'medium' : 'high',
    category: 'reliability',
    pillar: 'reliability',
  });
}

function reasonsOf({ answers, sizing, plan }: Situation, tier: RecoveryTier): readonly string[] {
  const allowed = duration(downtimeMinutes(sizing.availabilityTarget));
  return [
    because(
      answers,
      UPTIME,
      `${allowed} down a year are allowed, and recovery within ${duration(tier.rtoMinutes)} stays inside them.`,
      `${sizing.availabilityTarget} percent are assumed, which allow ${allowed} a year.`,
    ),
    ...(isCritical(answers)
      ? ['The assessment, or one of its goals, is critical: one step quicker than uptime alone asks for.']
      : []),
    ...(plan.recoveryRegion === null
      ? []
      : [
          because(
            answers,
            RECOVERY_REGIONS,
            `recovery goes to ${plan.recoveryRegion.name} (${plan.recoveryRegion.city}).`,
            `${plan.recoveryRegion.name} (${plan.recoveryRegion.city}) is the nearest that may be used.`,
          ),
        ]),
    ...((answers.business.data_residency_requirements ?? []).length > 0
      ? [because(answers, RESIDENCY, 'the copies stay within, too.')]
      : []),
  ];
}

function alternatives(situation: Situation, region: CloudRegion, tier: RecoveryTier): readonly Alternative[] {
  return STRATEGIES.filter((strategy) => strategy !== tier.strategy).map((strategy) => {
    const other = TIERS[strategy];
    return {
      name: `${STRATEGY_NAMES[strategy]} in ${region.name}`,
      provider: region.provider,
      estimated_monthly_cost: decimal(totalOf(recoveryServices(situation, region, strategy))),
      why_not:
        other.rtoMinutes > tier.rtoMinutes
          ? `Takes ${duration(other.rtoMinutes)} and loses up to ${duration(other.rpoMinutes)} of work.`
          : `Quicker (${duration(other.rtoMinutes)}) than the uptime asks for, at its price.`,
    };
  });
}

/** By how much the next quicker way is dearer. */
function marginOf(situation: Situation, region: CloudRegion | null, tier: RecoveryTier): number | null {
  const quicker = STRATEGIES[STRATEGIES.indexOf(tier.strategy) + 1];
  if (region === null || quicker === undefined) return null;
  const cost = (strategy: (typeof STRATEGIES)[number]) =>
    Number(totalOf(recoveryServices(situation, region, strategy)));
  return relativeMargin(cost(tier.strategy), cost(quicker));
}

function risksOf({ plan, answers, sizing }: Situation, region: CloudRegion | null): readonly string[] {
  const residency = answers.business.data_residency_requirements ?? [];
  return [
    'A way to recover that is not rehearsed does not work on the day.',
    'An error or an attack is replicated too: backups that cannot be changed are needed beside it.',
    ...(region === null && plan.region !== null
      ? [
          residency.length > 0
            ? `${PROVIDER_NAMES[plan.primary]} has no second region in ${listed(countryNames(residency))}: only copies at another site within, or a wider requirement, protect from the loss of ${plan.region.name}.`
            : `${PROVIDER_NAMES[plan.primary]} has no second region for it.`,
        ]
      : []),
    ...(sizing.availabilityTarget > 99.995
      ? [
          `${sizing.availabilityTarget} percent leave ${duration(downtimeMinutes(sizing.availabilityTarget))} a year: no switch between sites is that quick, both must serve at once.`,
        ]
      : []),
  ];
}
