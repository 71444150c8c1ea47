import type { CatalogueProvider, Programme } from '../catalogue/catalogue.types.js';

/** Providers as people write them. */
export const PROVIDER_NAMES: Readonly<Record<CatalogueProvider, string>> = {
  aws: 'AWS',
  azure: 'Azure',
  gcp: 'Google Cloud',
};

/** Regulations as they call themselves. */
export const PROGRAMME_NAMES: Readonly<Record<Programme, string>> = {
  gdpr: 'GDPR',
  hipaa: 'HIPAA',
  ccpa: 'CCPA',
  soc2: 'SOC 2',
  iso27001: 'ISO/IEC 27001',
  pci_dss: 'PCI DSS',
};

const PREFERRED_NAMES: Readonly<Record<string, string>> = {
  ...PROVIDER_NAMES,
  ibm: 'IBM Cloud',
  alibaba: 'Alibaba Cloud',
};

/** As an answer may prefer it: also one that the catalogue does not hold. */
export function preferredName(provider: string): string {
  return PREFERRED_NAMES[provider] ?? provider;
}

/** Countries, and `eu`, as a sentence has them: DE. */
export function countryNames(residency: readonly string[]): readonly string[] {
  return residency.map((code) => code.toUpperCase());
}
