import type { Rest } from '../../advice/confidence.js';

const PERFORMANCE = '/technical_requirements/performance_requirements';
const SCALE = '/technical_requirements/scalability_requirements';
const GROWTH = '/business_requirements/growth_projection';

export const UPTIME = `${PERFORMANCE}/uptime_percentage` as const;
export const RESPONSE_TIME = `${PERFORMANCE}/api_response_time_ms` as const;
export const REQUESTS = `${PERFORMANCE}/requests_per_second` as const;
export const CONCURRENT_USERS = `${PERFORMANCE}/concurrent_users` as const;
export const USERS = `${GROWTH}/current_users` as const;
export const USERS_IN_12_MONTHS = `${GROWTH}/projected_users_12m` as const;
export const AUTO_SCALING = `${SCALE}/auto_scaling_required` as const;
export const DATA_SIZE = `${SCALE}/current_data_size_gb` as const;
export const DATA_GROWTH = `${SCALE}/expected_data_growth_rate` as const;
export const RECOVERY_REGIONS = `${SCALE}/disaster_recovery_regions` as const;
export const RESIDENCY = '/business_requirements/data_residency_requirements' as const;
export const LANGUAGES = '/technical_requirements/preferred_programming_languages' as const;
export const BACKUP_ENCRYPTION =
  '/technical_requirements/security_requirements/backup_encryption_required' as const;
export const REGULATIONS = '/business_requirements/compliance_requirements' as const;

/** What the load is known by. */
export const LOAD: Rest = { path: REQUESTS, weight: 3, or: [CONCURRENT_USERS, USERS] };
export const GROWTH_OF_USE: Rest = {
  path: USERS_IN_12_MONTHS,
  weight: 2,
  or: [`${GROWTH}/projected_users_6m`],
};
