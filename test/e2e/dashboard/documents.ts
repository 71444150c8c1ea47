import { getConnectionToken } from '@nestjs/mongoose';
import fc from 'fast-check';
import mongoose, { type Collection, type Connection } from 'mongoose';
import type { TestApp } from '../../support/app.js';

export const STATUSES = [
  'draft',
  'in_progress',
  'agent_analysis',
  'generating_report',
  'completed',
  'failed',
] as const;
export const PRIORITIES = ['low', 'medium', 'high', 'critical'] as const;
export const CATEGORIES = ['compute', 'storage', 'security', 'cost', 'machine_learning'] as const;

export type Document = Record<string, unknown>;

export interface Collections {
  readonly assessments: Collection;
  readonly recommendations: Collection;
}

/** The collections behind the dashboard. */
export function collectionsOf({ app }: TestApp): Collections {
  const connection = app.get<Connection>(getConnectionToken());
  const [assessments, recommendations] = [
    connection.collection('assessments'),
    connection.collection('recommendations'),
  ];
  return { assessments, recommendations };
}

export const newId = (): mongoose.Types.ObjectId => new mongoose.Types.ObjectId();
export const idOf = (hex: string): mongoose.Types.ObjectId => new mongoose.Types.ObjectId(hex);

const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

/** Not near the bound of seven days, on whichever side a slow run would put it. */
const age = fc.oneof(
  fc.integer({ min: 0, max: 7 * DAY_MS - 5 * MINUTE_MS }),
  fc.integer({ min: 7 * DAY_MS + 5 * MINUTE_MS, max: 900 * DAY_MS }),
);
const moment = age.map((ms) => new Date(Date.now() - ms));
const title = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });

/** An assessment as some writer, ours or not, may have left it. */
export const assessmentOf = (userId: string): fc.Arbitrary<Document> =>
  fc
    .record({
      title,
      status: fc.constantFrom(...STATUSES),
      completion_percentage: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constant(null)),
      created_at: moment,
      changedAfterMs: fc.constantFrom(0, 0, 1, 77_000),
      ended: fc.boolean(),
    })
    .map(({ changedAfterMs, ended, ...rest }) => {
      const updatedAt = new Date(rest.created_at.getTime() + changedAfterMs);
      return {
        _id: newId(),
        user_id: idOf(userId),
        ...rest,
        updated_at: updatedAt,
        completed_at: ended ? updatedAt : null,
        progress: { current_step: null, completed_steps: [], total_steps: 0, progress_percentage: 0 },
      };
    });

const cents = fc.oneof(
  fc.constantFrom(0n, 1n, 99_999_999_999_999n),
  fc.bigInt({ min: 0n, max: 100_000_000n }),
);
const money = cents.map((amount) => `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`);

export const recommendationOf = (userId: string): fc.Arbitrary<Document> =>
  fc
    .record({
      title,
      category: fc.constantFrom(...CATEGORIES),
      priority: fc.constantFrom(...PRIORITIES),
      confidence_score: fc.oneof(
        fc.integer({ min: 0, max: 10_000 }).map((score) => score / 10_000),
        fc.constantFrom(0, 1, 0.1, 0.7, 1 / 3),
      ),
      total_estimated_monthly_cost: money,
      created_at: moment,
    })
    .map((fields) => {
      const _id = newId();
      return {
        _id,
        user_id: idOf(userId),
        assessment_id: newId(),
        agent_name: 'cloud_engineer',
        key: _id.toHexString(),
        updated_at: fields.created_at,
        ...fields,
      };
    });
