export { type AssessmentPart, AssessmentParts } from './assessment-parts.js';
export { assessmentDetails } from './assessments.cache.js';
export { AssessmentsModule } from './assessments.module.js';
