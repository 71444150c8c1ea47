import { type CachePolicy, scope, type Scope } from '../../cache/index.js';
import { isObjectId } from '../../kernel/ids.js';
import { assertMayRead } from '../assessments/index.js';
import { filterRecommendations } from './recommendations.dto.js';
import { type OwnedList, ownerOf } from './recommendations.mapper.js';
import { RankingVersion } from './ranking/ranking-version.js';

const LIFETIME_S = 300;

/**
 * The recommendations of an assessment: every caching fact of them. Only the unfiltered list is stored. The ranking model's
 * version stands in the key, so a new model makes nothing stale: nobody asks for the old order any more. An update of the
 * assessment does: what a model adds to a score depends on the answers, and the summary says whether they are still those of
 * the run.
 */
export const assessmentRecommendations: CachePolicy<OwnedList> = {
  name: 'assessment_recommendations',
  keyPattern: 'recommendations:{assessment_id}:list:{ranking_version}',
  scopePattern: 'recommendations:{assessment_id}',
  ttlPattern: `${LIFETIME_S} s`,
  variant: RankingVersion,
  key: ({ params }, variant) => {
    const id = params['assessment_id'] ?? '';
    return isObjectId(id) ? `recommendations:${id.toLowerCase()}:list:${variant}` : null;
  },
  scope: ({ params }) => recommendationsScope(params['assessment_id'] ?? ''),
  query: filterRecommendations,
  condition: ({ query }) => Object.values(query).every((filter) => filter === undefined),
  ttlS: () => LIFETIME_S,
  owner: ownerOf,
  access: assertMayRead,
  staleBy: {
    'recommendations.regenerated': (event) => [recommendationsScope(event.assessmentId)],
    'assessment.updated': (event) => [recommendationsScope(event.assessmentId)],
    'assessment.deleted': (event) => [recommendationsScope(event.assessmentId)],
    'user.deleted': (event) => event.assessmentIds.map(recommendationsScope),
  },
};

/** The id in either case names the same assessment, so it must name the same scope. */
function recommendationsScope(id: string): Scope {
  return scope('recommendations', id.toLowerCase());
}
