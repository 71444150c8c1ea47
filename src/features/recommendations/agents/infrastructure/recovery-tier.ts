import type { Answers } from '../../advice/situation.js';

/** The four ways to recover, from the cheapest to the quickest (AWS, Disaster Recovery of Workloads, 2021, names them so). */
export const STRATEGIES = ['backup_and_restore', 'pilot_light', 'warm_standby', 'hot_standby'] as const;
export type Strategy = (typeof STRATEGIES)[number];

export const STRATEGY_NAMES: Readonly<Record<Strategy, string>> = {
  backup_and_restore: 'backup and restore',
  pilot_light: 'a pilot light',
  warm_standby: 'a warm standby',
  hot_standby: 'a hot standby',
};

export interface RecoveryTier {
  readonly strategy: Strategy;
  /** Minutes until it works again. */
  readonly rtoMinutes: number;
  /** Minutes of work that may be lost. */
  readonly rpoMinutes: number;
}

const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;
const HOURS_PER_YEAR = 8_760;

/** What each way reaches; README.md compares the recovery time with the downtime that each uptime allows in a year. */
export const TIERS: Readonly<Record<Strategy, RecoveryTier>> = {
  backup_and_restore: {
    strategy: 'backup_and_restore',
    rtoMinutes: MINUTES_PER_DAY,
    rpoMinutes: MINUTES_PER_DAY,
  },
  pilot_light: { strategy: 'pilot_light', rtoMinutes: 4 * MINUTES_PER_HOUR, rpoMinutes: MINUTES_PER_HOUR },
  warm_standby: { strategy: 'warm_standby', rtoMinutes: MINUTES_PER_HOUR, rpoMinutes: 5 },
  hot_standby: { strategy: 'hot_standby', rtoMinutes: 15, rpoMinutes: 1 },
};

/** The uptime from which each is needed: one disaster a year may not use up the downtime that is allowed. */
const FROM_UPTIME = { pilot_light: 99.9, warm_standby: 99.95, hot_standby: 99.99 } as const;

/** The cheapest way that keeps the uptime through a disaster; one step up where the assessment is critical. */
export function tierFor(answers: Answers, uptimeTarget: number): RecoveryTier {
  const index = STRATEGIES.findLastIndex(
    (strategy) => strategy === 'backup_and_restore' || uptimeTarget >= FROM_UPTIME[strategy],
  );
  // no uptime that lets a site stand beside another idle is asked for by priority alone
  const highest = STRATEGIES.indexOf('warm_standby');
  const raised = isCritical(answers) ? Math.max(index, Math.min(index + 1, highest)) : index;
  return TIERS[STRATEGIES[raised] ?? 'backup_and_restore'];
}

/** Critical by its own priority, or by a goal that is. */
export function isCritical({ priority, business }: Answers): boolean {
  return (
    priority === 'critical' || (business.business_goals ?? []).some((goal) => goal.priority === 'critical')
  );
}

/** Minutes a year that an uptime leaves for being down. */
export function downtimeMinutes(uptimePercent: number): number {
  return (1 - uptimePercent / 100) * HOURS_PER_YEAR * MINUTES_PER_HOUR;
}

export function duration(minutes: number): string {
  if (minutes >= 2 * MINUTES_PER_DAY) return `${(minutes / MINUTES_PER_DAY).toFixed(1)} days`;
  if (minutes >= 2 * MINUTES_PER_HOUR)
    return `${(minutes / MINUTES_PER_HOUR).toFixed(1).replace('.0', '')} hours`;
  return minutes >= 2 ? `${Math.round(minutes)} minutes` : `${minutes < 1 ? 'less than a' : 'a'} minute`;
}
