export { Draining } from './draining.js';
export { type HealthDetail, HealthDetails } from './health-details.js';
export { HealthModule } from './health.module.js';
