import { Injectable } from '@nestjs/common';
import type { UserId } from '../../kernel/ids.js';
import { pageAnswer } from '../../platform/http/index.js';
import type { Caller } from '../../platform/security/caller.js';
import { assertMayReadDashboard, EVERYONE } from './dashboard.access.js';
import type { DashboardOverview, OverviewQuery, ProgressPage, ProgressQuery } from './dashboard.dto.js';
import { toOverview, toProgress } from './dashboard.mapper.js';
import { DashboardRepository } from './dashboard.repository.js';

/** The verbs of the dashboard: access, read, map. */
@Injectable()
export class DashboardService {
  constructor(private readonly repository: DashboardRepository) {}

  async overview(caller: Caller, { scope }: Pick<OverviewQuery, 'scope'>): Promise<DashboardOverview> {
    return toOverview(await this.repository.overview(selected(caller, scope)));
  }

  async progress(caller: Caller, query: ProgressQuery): Promise<ProgressPage> {
    const found = await this.repository.progress(selected(caller, query.scope), query);
    return pageAnswer(found, query, toProgress);
  }
}

/** Whose documents are summed up; null: everyone's. */
function selected(caller: Caller, scope: 'own' | 'all'): UserId | null {
  assertMayReadDashboard(scope === 'all' ? EVERYONE : caller.userId, caller);
  return scope === 'all' ? null : caller.userId;
}
