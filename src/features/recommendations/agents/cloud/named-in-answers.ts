import type { Answers } from '../../advice/situation.js';

/** Whether database_preferences name a product of the kind. */
export function prefers(answers: Answers, kind: keyof typeof WORDS): boolean {
  const names = answers.technical.database_preferences ?? [];
  return names.some((name) => WORDS[kind].some((word) => name.toLowerCase().includes(word)));
}

/** Whether one of these is a workload. */
export function workloads(answers: Answers, ...kinds: readonly string[]): boolean {
  return (answers.technical.workload_types ?? []).some((kind) => kinds.includes(kind));
}

/** Parts of the products' names, in lower case. */
const WORDS = {
  postgresql: ['postgres', 'postgis', 'timescale', 'pgvector'],
  mysql: ['mysql', 'mariadb'],
  sqlserver: ['sql server', 'mssql', 'azure sql'],
  oracle: ['oracle', 'db2', 'sap hana'],
  document: [
    'mongo',
    'couch',
    'dynamo',
    'cosmos',
    'firestore',
    'cassandra',
    'scylla',
    'bigtable',
    'documentdb',
  ],
  cache: ['redis', 'valkey', 'memcache'],
  streaming: ['kafka', 'kinesis', 'event hub', 'pulsar'],
  warehouse: ['bigquery', 'redshift', 'synapse', 'snowflake', 'clickhouse', 'parquet'],
} as const;
