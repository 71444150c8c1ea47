export { STATUSES } from './assessment.js';
export type {
  AgentState,
  Assessment,
  AssessmentChanges,
  AssessmentStatus,
  BusinessRequirements,
  Priority,
  TechnicalRequirements,
  WorkflowStanding,
} from './assessment.js';
export { assertMayList, assertMayRead, assertMayWrite, assessmentNotFound } from './assessment.access.js';
export { withoutWorkflow } from './assessment.lifecycle.js';
export { type AssessmentPart, AssessmentParts } from './assessment-parts.js';
export { AssessmentsRepository } from './assessments.repository.js';
export { AssessmentsModule } from './assessments.module.js';
export { SampleData, type SampleDataResult } from './sample-data/sample-data.service.js';
