import type { PageRequest } from '../../kernel/page.js';
import { ASSESSMENTS, type Selection, type Stage } from './overview.pipeline.js';

const NEWEST_FIRST = { created_at: -1, _id: -1 } as const;

/** One page of how far assessments are and, as the last row, how many there are: one round trip. */
export function progressPipeline({ owned, sorted }: Selection, { page, limit }: PageRequest): Stage[] {
  return [
    { $match: sorted },
    { $sort: NEWEST_FIRST },
    { $skip: (page - 1) * limit },
    { $limit: limit },
    {
      $project: {
        title: 1,
        status: 1,
        completion_percentage: 1,
        updated_at: 1,
        progress_percentage: '$progress.progress_percentage',
        current_step: '$progress.current_step',
      },
    },
    { $unionWith: { coll: ASSESSMENTS, pipeline: [{ $match: owned }, { $count: 'total' }] } },
  ];
}
