import { type CachePolicy, type CacheRequest, scope, type Scope } from '../../cache/index.js';
import { assertMayReadDashboard, EVERYONE } from './dashboard.access.js';
import { type DashboardOverview, overviewQuery } from './dashboard.dto.js';

const LIFETIME_S = 60;

/**
 * The overview: every caching fact of it. What interactions teach the ranking is in none of its figures, so they make
 * nothing stale here.
 */
export const overviewPolicy: CachePolicy<DashboardOverview> = {
  name: 'dashboard_overview',
  keyPattern: 'dashboard:overview:{user_id}',
  scopePattern: 'dashboard:{user_id}',
  ttlPattern: `${LIFETIME_S} s`,
  key: (request) => `dashboard:overview:${ownerOf(request)}`,
  scope: (request) => dashboardScope(ownerOf(request)),
  ttlS: () => LIFETIME_S,
  query: overviewQuery,
  refresh: ({ query }) => query['force_refresh'] === true,
  owner: (_, request) => ownerOf(request),
  access: assertMayReadDashboard,
  staleBy: {
    'assessment.created': scopesOf,
    'assessment.updated': scopesOf,
    'assessment.deleted': scopesOf,
    'workflow.progressed': scopesOf,
    'recommendations.regenerated': scopesOf,
    'user.deleted': scopesOf,
  },
};

/** `all` is no id: the two kinds of keys never meet. */
function ownerOf({ query, caller }: CacheRequest): string {
  return query['scope'] === EVERYONE ? EVERYONE : caller.userId;
}

/** A write to somebody's is one to everyone's. */
function scopesOf({ userId }: { readonly userId: string }): readonly Scope[] {
  return [dashboardScope(userId), dashboardScope(EVERYONE)];
}

function dashboardScope(ownerId: string): Scope {
  return scope('dashboard', ownerId.toLowerCase());
}
