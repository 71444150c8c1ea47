import type { Programme } from '../../catalogue/catalogue.types.js';
import { ccpa } from './ccpa.js';
import type { Regulation } from './control.js';
import { gdpr } from './gdpr.js';
import { hipaa } from './hipaa.js';
import { iso27001 } from './iso27001.js';
import { pciDss } from './pci-dss.js';
import { soc2 } from './soc2.js';

/** All that an assessment can require. */
export const REGULATIONS: Readonly<Record<Programme, Regulation>> = {
  gdpr,
  hipaa,
  ccpa,
  soc2,
  iso27001,
  pci_dss: pciDss,
};
