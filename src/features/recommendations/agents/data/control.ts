import type { TechnicalRequirements } from '../../../assessments/index.js';
import type { Programme, ServiceCategory } from '../../catalogue/catalogue.types.js';

/** An answer of the block `security_requirements`. */
export type SecurityAnswer = keyof NonNullable<TechnicalRequirements['security_requirements']>;

/** What a control is about; the compliance agent prices one recommendation for each of the first five. */
export const CONTROL_THEMES = [
  'encryption',
  'access',
  'audit',
  'perimeter',
  'detection',
  'data',
  'continuity',
  'organisation',
] as const;
export type ControlTheme = (typeof CONTROL_THEMES)[number];

/** One duty of a regulation, by the regulation's own clause. */
export interface Control {
  /** As the regulation cites it: `GDPR Art. 32(1)(a)`. */
  readonly clause: string;
  readonly title: string;
  /** What to do. */
  readonly action: string;
  readonly theme: ControlTheme;
  /** Kinds of services that carry it out; none where people and contracts do. */
  readonly services: readonly ServiceCategory[];
  /** The answer that asks for the same, null where no question does. */
  readonly answer: SecurityAnswer | null;
}

/** A regulation or attestation, with its controls in the order of its clauses. */
export interface Regulation {
  readonly programme: Programme;
  readonly name: string;
  /** The edition that the clauses are cited from. */
  readonly edition: string;
  /** What happens to those who fail it. */
  readonly consequence: string;
  /** Who has to show what to whom before it counts as met. */
  readonly evidence: string;
  readonly controls: readonly Control[];
}
