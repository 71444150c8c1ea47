/** Where the figures of machines-*.ts are from; shown beside what they lead to. */
export const MACHINE_PRICES = {
  source: 'Apache Libcloud 3.9.1, libcloud/data/pricing.json (on demand, Linux)',
  licence: 'Apache-2.0, Copyright 2010-2026 The Apache Software Foundation',
  asOf: '2025-03-02',
} as const;
