import { type CachePolicy, scope, type Scope } from '../../cache/index.js';
import { isObjectId } from '../../kernel/ids.js';
import { assertMayRead } from './assessment.access.js';
import type { AssessmentDetail } from './assessment.dto.js';

const IN_PROGRESS_S = 60;
const AT_REST_S = 300;

/** The assessment detail: every caching fact of it. */
export const assessmentDetails: CachePolicy<AssessmentDetail> = {
  name: 'assessment_details',
  keyPattern: 'assessment:{id}:details',
  scopePattern: 'assessment:{id}',
  ttlPattern: `${IN_PROGRESS_S} s while in_progress, ${AT_REST_S} s otherwise`,
  key: ({ params }) => {
    const id = params['id'] ?? '';
    return isObjectId(id) ? `assessment:${id.toLowerCase()}:details` : null;
  },
  scope: ({ params }) => assessmentScope(params['id'] ?? ''),
  ttlS: (detail) => (detail.status === 'in_progress' ? IN_PROGRESS_S : AT_REST_S),
  owner: (detail) => detail.user_id,
  access: assertMayRead,
  staleBy: {
    'assessment.updated': (event) => [assessmentScope(event.assessmentId)],
    'assessment.deleted': (event) => [assessmentScope(event.assessmentId)],
    'workflow.progressed': (event) => [assessmentScope(event.assessmentId)],
    'user.deleted': (event) => event.assessmentIds.map(assessmentScope),
  },
};

/** The id in either case names the same assessment, so it must name the same scope. */
function assessmentScope(id: string): Scope {
  return scope('assessment', id.toLowerCase());
}
