export { type AssessmentPart, AssessmentParts } from './assessment-parts.js';
export { assessmentDetails } from './assessments.cache.js';
export { AssessmentsModule } from './assessments.module.js';
export { SampleData, type SampleDataResult } from './sample-data/sample-data.service.js';
