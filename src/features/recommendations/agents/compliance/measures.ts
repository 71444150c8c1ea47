import type { MonthlyUse } from '../../advice/pricing.js';
import type { Situation } from '../../advice/situation.js';
import { shapeOf } from '../cloud/shape.js';
import type { SecurityAnswer } from '../data/control.js';
import type { Wanted } from '../offers.js';
import type { MeasureTheme } from './duties.js';

/** A service that carries out a part of a theme. */
export interface Measure {
  readonly name: string;
  readonly wanted: Wanted;
  /** Needed only where one of these is asked for, by an answer or a regulation; null: always. */
  readonly onlyFor: readonly SecurityAnswer[] | null;
  readonly configuration: Readonly<Record<string, string | number | boolean>>;
}

/** Envelope keys are kept in memory: of a hundred requests one asks the key store. */
const KEY_REQUESTS_SHARE = 0.01;
/** Of all requests the share that reads or changes what has to be logged. */
const AUDITED_SHARE = 0.1;
const WAF_RULES = 10;
/** Each month a tenth of the data is searched for what does not belong there. */
const SEARCHED_SHARE = 0.1;
/** People with access to the cloud, where nobody said how many there are. */
const LEAST_STAFF = 5;
const MILLION = 1e6;

export function measuresOf(situation: Situation, theme: MeasureTheme): readonly Measure[] {
  switch (theme) {
    case 'encryption':
      return [keys(situation), certificates()];
    case 'access':
      return [workforce(situation)];
    case 'audit':
      return [auditLog(situation)];
    case 'perimeter':
      return [firewall(situation)];
    case 'detection':
      return [scanner(situation), threats(situation), leaks(situation)];
  }
}

/** How many people get an identity: those of the team. */
export function staffOf({ answers }: Situation): number {
  const team = answers.business.team_structure;
  const people = (team?.total_developers ?? 0) + (team?.devops_engineers ?? 0) + (team?.data_engineers ?? 0);
  return Math.max(LEAST_STAFF, people);
}

function keys(situation: Situation): Measure {
  const shape = shapeOf(situation);
  const stores = [
    shape.relational,
    shape.document,
    shape.cache,
    shape.messaging,
    shape.warehouse,
    shape.objects,
  ];
  const count = stores.filter((store) => store !== null).length + 1; // one for backups
  const use: MonthlyUse = {
    secret_month: count,
    requests_million: millions(situation.sizing.now.requestsPerMonth * KEY_REQUESTS_SHARE),
  };
  return {
    name: 'keys',
    wanted: { category: 'secrets', tags: [['keys']], use },
    onlyFor: null,
    configuration: { keys: count, rotation_days: 365, deletion_window_days: 30 },
  };
}

function certificates(): Measure {
  return {
    name: 'certificates',
    wanted: {
      category: 'secrets',
      tags: [['certificates', 'renewal']],
      use: { secret_month: 1, requests_million: 0 },
    },
    onlyFor: ['encryption_in_transit_required'],
    configuration: { least_tls: '1.2', renewal: 'automatic' },
  };
}

function workforce(situation: Situation): Measure {
  const staff = staffOf(situation);
  return {
    name: 'single sign-on for the staff',
    wanted: {
      category: 'identity',
      tags: [['single-sign-on'], ['access-control'], []],
      use: { user_month: staff },
    },
    onlyFor: null,
    configuration: { users: staff, second_factor: 'required', session_hours: 8 },
  };
}

function auditLog({ sizing }: Situation): Measure {
  return {
    name: 'the audit log',
    wanted: {
      category: 'audit',
      tags: [['audit-log'], []],
      use: { events_million: millions(sizing.now.requestsPerMonth * AUDITED_SHARE) },
    },
    onlyFor: null,
    configuration: { retention_months: 12, write_once: true, separate_account: true },
  };
}

function firewall({ sizing }: Situation): Measure {
  return {
    name: 'the web application firewall',
    wanted: {
      category: 'security',
      tags: [['waf']],
      use: {
        policy_month: 1,
        rule_month: WAF_RULES,
        requests_million: millions(sizing.now.requestsPerMonth),
      },
    },
    onlyFor: ['waf_required', 'ddos_protection_required'],
    configuration: { rules: WAF_RULES, mode: 'block', requests_per_5_minutes_per_address: 2_000 },
  };
}

function scanner({ sizing }: Situation): Measure {
  return {
    name: 'the vulnerability scanner',
    wanted: {
      category: 'security',
      tags: [['vulnerability-scanning']],
      use: { instance_month: sizing.now.instances },
    },
    onlyFor: ['vulnerability_scanning_required'],
    configuration: { instances: sizing.now.instances, images: 'at each push' },
  };
}

function threats({ sizing }: Situation): Measure {
  return {
    name: 'threat detection',
    wanted: {
      category: 'security',
      tags: [['threat-detection']],
      use: {},
      also: {
        events_million: millions(sizing.now.requestsPerMonth * AUDITED_SHARE),
        instance_month: sizing.now.instances,
      },
    },
    onlyFor: ['intrusion_detection_required'],
    configuration: { sources: 'audit log, flow log, DNS' },
  };
}

function leaks({ sizing }: Situation): Measure {
  const gib = Math.ceil(sizing.now.storageGib * SEARCHED_SHARE);
  return {
    name: 'data loss prevention',
    wanted: { category: 'security', tags: [['data-loss-prevention']], use: { scanned_gb: gib } },
    onlyFor: ['data_loss_prevention_required'],
    configuration: { searched_gib_per_month: gib },
  };
}

function millions(count: number): number {
  return Math.ceil(count / (MILLION / 1_000)) / 1_000;
}
