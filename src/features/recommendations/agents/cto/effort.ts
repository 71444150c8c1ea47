import type { Situation } from '../../advice/situation.js';
import { offerOf } from '../offers.js';
import { partsOf } from '../cloud/parts.js';
import { hostingOffer } from '../cloud/hosting.js';
import { type Hosting, shapeOf } from '../cloud/shape.js';
import { REGULATIONS } from '../data/regulations.js';

/** The work that the plan takes, in hours, and what the team can give to it in a month. */
export interface Effort {
  readonly hosting: Hosting;
  readonly platformHours: number;
  readonly complianceHours: number;
  readonly migrationHours: number;
  readonly applicationHours: number;
  readonly totalHours: number;
  /** Null where nobody said how large the team is. */
  readonly hoursPerMonth: number | null;
  /** Null as above. */
  readonly monthsNeeded: number | null;
}

/** Of 160 hours a month what is left after meetings, holidays and support. */
const PRODUCTIVE_HOURS = 110;
/** The share of a team that a project gets beside the running business. */
const PROJECT_SHARE = 0.5;
/** What one of them gives to the project in a month. */
export const HOURS_PER_PERSON = PRODUCTIVE_HOURS * PROJECT_SHARE;
/** More than so many do not get in each other's way only on paper (Brooks, The Mythical Man-Month). */
const MOST_AT_WORK = 10;
/** Evidence and work for one control. */
const HOURS_PER_CONTROL = 12;
/** A system that exists is moved: planning, rehearsal and the switch, and something for each terabyte. */
const MIGRATION_HOURS = { base: 160, perTerabyte: 8, most: 2_000 } as const;
/** What it takes to make an application fit for the way it is hosted, and for each kind of workload. */
const APPLICATION_HOURS: Readonly<Record<Hosting, number>> = {
  machines: 160,
  managed_containers: 480,
  kubernetes: 640,
  functions: 960,
};
const HOURS_PER_WORKLOAD = 200;
const SELF_RUN_HOURS = 40;
const GIB_PER_TERABYTE = 1_024;

export function effortOf(situation: Situation): Effort {
  const { answers, plan, sizing } = situation;
  const shape = shapeOf(situation);
  const platformHours = platformHoursOf(situation);
  const controls = plan.programmes.reduce(
    (sum, programme) => sum + REGULATIONS[programme].controls.length,
    0,
  );
  const terabytes = sizing.now.storageGib / GIB_PER_TERABYTE;
  const moves = isElsewhere(situation);
  const migrationHours = moves
    ? Math.min(
        MIGRATION_HOURS.most,
        Math.ceil(MIGRATION_HOURS.base + terabytes * MIGRATION_HOURS.perTerabyte),
      )
    : 0;
  const applicationHours =
    APPLICATION_HOURS[shape.hosting] + HOURS_PER_WORKLOAD * (answers.technical.workload_types ?? []).length;
  const complianceHours = controls * HOURS_PER_CONTROL;
  const totalHours = platformHours + complianceHours + migrationHours + applicationHours;
  const hoursPerMonth = capacityOf(situation);
  return {
    hosting: shape.hosting,
    platformHours,
    complianceHours,
    migrationHours,
    applicationHours,
    totalHours,
    hoursPerMonth,
    monthsNeeded: hoursPerMonth === null ? null : Math.ceil(totalHours / hoursPerMonth),
  };
}

/** The set-up hours of each service in the plan, as the catalogue states them. */
function platformHoursOf(situation: Situation): number {
  const { plan } = situation;
  const shape = shapeOf(situation);
  const parts = partsOf(situation, shape);
  const hosting = hostingOffer(situation, plan.primary, shape.hosting);
  const services = [
    ...(hosting?.services ?? []),
    ...parts.flatMap((part) => offerOf(situation, plan.primary, part.wanted)?.service ?? []),
  ];
  const selfRun = parts.length + 1 - services.length;
  return (
    services.reduce((sum, service) => sum + service.setupHours, 0) + Math.max(0, selfRun) * SELF_RUN_HOURS
  );
}

function capacityOf({ answers }: Situation): number | null {
  const team = answers.business.team_structure;
  const people = (team?.total_developers ?? 0) + (team?.devops_engineers ?? 0);
  return people === 0 ? null : Math.min(people, MOST_AT_WORK) * HOURS_PER_PERSON;
}

const ALSO_CALLED = { aws: /aws|amazon/i, azure: /azure|microsoft/i, gcp: /gcp|google/i } as const;

/** Something runs today, and not at the provider that is planned. */
export function isElsewhere({ answers, plan }: Situation): boolean {
  const current = answers.technical.current_cloud_providers ?? [];
  return current.length > 0 && !current.some((name) => ALSO_CALLED[plan.primary].test(name));
}
