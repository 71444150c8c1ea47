import { education } from './data/education.js';
import { finance } from './data/finance.js';
import { government } from './data/government.js';
import { healthcare } from './data/healthcare.js';
import { manufacturing } from './data/manufacturing.js';
import { nonProfit } from './data/non-profit.js';
import { other } from './data/other.js';
import { retail } from './data/retail.js';
import { technology } from './data/technology.js';
import type { SampleAssessment } from './sample-assessment.js';

/** All of them, by industry. The businesses are invented. */
export const SAMPLE_ASSESSMENTS: readonly SampleAssessment[] = [
  ...technology,
  ...healthcare,
  ...finance,
  ...education,
  ...retail,
  ...manufacturing,
  ...government,
  ...nonProfit,
  ...other,
];
