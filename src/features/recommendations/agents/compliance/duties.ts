import type { Situation } from '../../advice/situation.js';
import type { AnswerPath } from '../../advice/answer-paths.js';
import type { Programme } from '../../catalogue/catalogue.types.js';
import type { Control, ControlTheme, SecurityAnswer } from '../data/control.js';
import { REGULATIONS } from '../data/regulations.js';

/** A control that a required regulation asks for. */
export interface Duty extends Control {
  readonly programme: Programme;
}

/** All controls of all required regulations: a further regulation only adds to them. */
export function dutiesOf({ plan }: Situation): readonly Duty[] {
  return plan.programmes.flatMap((programme) =>
    REGULATIONS[programme].controls.map((control) => ({ ...control, programme })),
  );
}

export function answerPath(answer: SecurityAnswer): AnswerPath {
  return `/technical_requirements/security_requirements/${answer}`;
}

/** Whether the answers ask for a measure: null where the question was not answered. */
export function isAskedFor({ answers }: Situation, answer: SecurityAnswer): boolean | null {
  return answers.technical.security_requirements?.[answer] ?? null;
}

/** The questions that a theme's measures are asked by. */
export const THEME_ANSWERS = {
  encryption: ['encryption_at_rest_required', 'encryption_in_transit_required', 'backup_encryption_required'],
  access: ['multi_factor_auth_required', 'single_sign_on_required', 'role_based_access_required'],
  audit: ['audit_logging_required'],
  perimeter: ['waf_required', 'ddos_protection_required', 'vpc_isolation_required'],
  detection: [
    'vulnerability_scanning_required',
    'intrusion_detection_required',
    'data_loss_prevention_required',
  ],
} as const satisfies Partial<Record<ControlTheme, readonly SecurityAnswer[]>>;
export type MeasureTheme = keyof typeof THEME_ANSWERS;
