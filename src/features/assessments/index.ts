export { type AssessmentPart, AssessmentParts } from './assessment-parts.js';
export { AssessmentsModule } from './assessments.module.js';
export { SampleData, type SampleDataResult } from './sample-data/sample-data.service.js';
