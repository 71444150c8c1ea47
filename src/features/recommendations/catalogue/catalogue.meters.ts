import type { ServiceCategory } from './catalogue.types.js';

/**
 * What the services of one category are priced by, the same words for every provider, so that one piece of code can price
 * any of them. README.md says what one unit of each meter is.
 */
export interface CategoryMeters {
  /** Every service of the category has these. */
  readonly every: readonly string[];
  /** So has the first service that each provider has in the category, the usual choice. */
  readonly first: readonly string[];
  /** What some of them have besides. */
  readonly also: readonly string[];
}

export const METERS: Readonly<Record<ServiceCategory, CategoryMeters>> = {
  compute: { every: ['instance_hour'], first: [], also: [] },
  containers: { every: [], first: ['cluster_hour'], also: ['vcpu_hour', 'gib_hour', 'storage_gb_month'] },
  serverless: { every: ['requests_million'], first: ['gb_second'], also: ['vcpu_second', 'gib_second'] },
  relational_database: {
    every: ['vcpu_hour', 'storage_gb_month'],
    first: [],
    also: ['requests_million', 'backup_gb_month'],
  },
  document_database: {
    every: ['storage_gb_month', 'requests_million_write', 'requests_million_read'],
    first: [],
    also: ['vcpu_hour'],
  },
  cache: { every: ['gib_hour'], first: [], also: [] },
  queue: { every: ['requests_million'], first: [], also: ['instance_hour', 'month'] },
  object_storage: {
    every: ['storage_gb_month', 'requests_million_write', 'requests_million_read'],
    first: [],
    also: ['retrieval_gb'],
  },
  block_storage: { every: ['storage_gb_month'], first: [], also: ['iops_month', 'throughput_mib_month'] },
  cdn: { every: ['egress_gb', 'requests_million'], first: [], also: ['month'] },
  data_warehouse: { every: ['storage_gb_month'], first: ['scanned_tb'], also: ['compute_hour'] },
  streaming: { every: ['hour'], first: ['ingest_gb'], also: ['egress_gb', 'storage_gb_month'] },
  machine_learning: { every: ['instance_hour'], first: ['gpu_hour'], also: [] },
  artificial_intelligence: {
    every: [],
    first: ['input_tokens_million', 'output_tokens_million'],
    also: ['images_thousand', 'pages_thousand', 'audio_minute', 'characters_million', 'hour'],
  },
  identity: { every: ['user_month'], first: [], also: [] },
  secrets: { every: ['secret_month', 'requests_million'], first: [], also: ['hour'] },
  monitoring: {
    every: [],
    first: ['log_ingest_gb'],
    also: ['metric_month', 'samples_million', 'traces_million'],
  },
  audit: { every: ['events_million'], first: [], also: ['log_ingest_gb'] },
  security: {
    every: [],
    first: ['policy_month', 'rule_month', 'requests_million'],
    also: [
      'month',
      'instance_month',
      'events_million',
      'scanned_gb',
      'log_ingest_gb',
      'hour',
      'processed_gb',
    ],
  },
  backup: { every: ['storage_gb_month'], first: [], also: ['instance_month', 'instance_hour', 'restore_gb'] },
  network: {
    every: [],
    first: ['egress_gb'],
    also: ['hour', 'processed_gb', 'zone_month', 'requests_million'],
  },
  load_balancing: { every: ['hour', 'processed_gb'], first: [], also: [] },
};
