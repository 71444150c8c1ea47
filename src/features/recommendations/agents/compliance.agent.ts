import type { Agent } from './agent.js';
import type { MeasureTheme } from './compliance/duties.js';
import { regulationAdvice } from './compliance/regulation-advice.js';
import { residencyAdvice } from './compliance/residency-advice.js';
import { themeAdvice } from './compliance/theme-advice.js';
import { findingsOf } from './questions.js';

const THEMES: readonly MeasureTheme[] = ['encryption', 'access', 'audit', 'perimeter', 'detection'];

/** The required regulations control by control, the place of the data, and the measures with the services for them. */
export const complianceAgent: Agent = {
  name: 'compliance_agent',
  advise(situation) {
    const advice = [
      ...situation.plan.programmes.map((programme) => regulationAdvice(situation, programme)),
      residencyAdvice(situation),
      ...THEMES.map((theme) => themeAdvice(situation, theme)),
    ];
    return findingsOf(advice.filter((one) => one !== null));
  },
};
