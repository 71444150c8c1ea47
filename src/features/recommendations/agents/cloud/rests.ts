import type { Rest } from '../../advice/confidence.js';

/** The answers that several parts of the system rest on. */
export const SIZE: readonly Rest[] = [
  { path: '/technical_requirements/scalability_requirements/current_data_size_gb', weight: 2 },
  { path: '/technical_requirements/scalability_requirements/expected_data_growth_rate', weight: 1 },
];
export const LOAD: Rest = {
  path: '/technical_requirements/performance_requirements/requests_per_second',
  weight: 2,
  or: [
    '/technical_requirements/performance_requirements/concurrent_users',
    '/business_requirements/growth_projection/current_users',
  ],
};
export const PREFERENCE: Rest = { path: '/technical_requirements/database_preferences', weight: 2 };
export const KINDS: Rest = { path: '/technical_requirements/workload_types', weight: 2 };
