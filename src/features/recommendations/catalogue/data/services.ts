import type { CatalogueService } from '../catalogue.types.js';
import { AWS_COMPUTE } from './services-aws-compute.js';
import { AWS_DATA } from './services-aws-data.js';
import { AWS_INTELLIGENCE } from './services-aws-intelligence.js';
import { AWS_NETWORK } from './services-aws-network.js';
import { AWS_STORAGE } from './services-aws-storage.js';
import { AWS_TRUST } from './services-aws-trust.js';
import { AZURE_COMPUTE } from './services-azure-compute.js';
import { AZURE_DATA } from './services-azure-data.js';
import { AZURE_INTELLIGENCE } from './services-azure-intelligence.js';
import { AZURE_NETWORK } from './services-azure-network.js';
import { AZURE_STORAGE } from './services-azure-storage.js';
import { AZURE_TRUST } from './services-azure-trust.js';
import { GCP_COMPUTE } from './services-gcp-compute.js';
import { GCP_DATA } from './services-gcp-data.js';
import { GCP_INTELLIGENCE } from './services-gcp-intelligence.js';
import { GCP_NETWORK } from './services-gcp-network.js';
import { GCP_STORAGE } from './services-gcp-storage.js';
import { GCP_TRUST } from './services-gcp-trust.js';

/** Every service; the first of a provider's category is the usual choice. */
export const SERVICES: readonly CatalogueService[] = [
  ...AWS_COMPUTE,
  ...AWS_DATA,
  ...AWS_STORAGE,
  ...AWS_INTELLIGENCE,
  ...AWS_TRUST,
  ...AWS_NETWORK,
  ...AZURE_COMPUTE,
  ...AZURE_DATA,
  ...AZURE_STORAGE,
  ...AZURE_INTELLIGENCE,
  ...AZURE_TRUST,
  ...AZURE_NETWORK,
  ...GCP_COMPUTE,
  ...GCP_DATA,
  ...GCP_STORAGE,
  ...GCP_INTELLIGENCE,
  ...GCP_TRUST,
  ...GCP_NETWORK,
];
