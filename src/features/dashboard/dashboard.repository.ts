import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { type Connection, Types } from 'mongoose';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import type { Page, PageRequest } from '../../kernel/page.js';
import { DatabaseService, readOptions, translateMongoErrors } from '../../platform/database/index.js';
import type { ActivityRow, OverviewRow, ProgressRow, TopRow } from './overview.js';
import { ASSESSMENTS, overviewPipeline, type Selection, type Stage } from './overview.pipeline.js';
import { progressPipeline } from './progress.pipeline.js';

/** The least of all ids: what begins with it is everyone's, and still found by an index that begins with the owner. */
const LEAST_ID = new Types.ObjectId('0'.repeat(24));

type Raw<Row> = Omit<Row, 'id' | 'assessment_id'> & {
  readonly _id: Types.ObjectId;
  readonly assessment_id?: Types.ObjectId;
};
type RawRow = Exclude<OverviewRow, ActivityRow | TopRow> | Raw<ActivityRow> | Raw<TopRow>;
type RawProgress = Raw<ProgressRow> | { readonly total: number };

/** Sums over the collections of other features, made by the database; it writes none of them. */
@Injectable()
export class DashboardRepository {
  constructor(
    @InjectConnection() private readonly connection: Connection,
    private readonly database: DatabaseService,
  ) {}

  /** @param ownerId null: everyone's */
  async overview(ownerId: UserId | null): Promise<readonly OverviewRow[]> {
    const rows = await this.aggregate<RawRow>(overviewPipeline(selectionOf(ownerId)));
    return rows.map(toRow);
  }

  /** One page, newest first, and how many there are. */
  async progress(ownerId: UserId | null, request: PageRequest): Promise<Page<ProgressRow>> {
    const rows = await this.aggregate<RawProgress>(progressPipeline(selectionOf(ownerId), request));
    const counted = rows.find((row) => 'total' in row);
    const items = rows.flatMap((row) => ('total' in row ? [] : [toProgressRow(row)]));
    return { items, total: counted?.total ?? 0 };
  }

  /** All rows of one moment: a query without a snapshot may see one half of what was committed meanwhile. */
  private aggregate<Row extends object>(pipeline: readonly Stage[]): Promise<Row[]> {
    return translateMongoErrors(
      () =>
        this.connection
          .collection(ASSESSMENTS)
          .aggregate<Row>([...pipeline], {
            ...readOptions(),
            // a standalone server knows no snapshots
            ...(this.database.replicated ? { readConcern: { level: 'snapshot' as const } } : {}),
          })
          .toArray(),
      'read',
    );
  }
}

export function selectionOf(ownerId: UserId | null): Selection {
  if (ownerId === null) return { owned: { user_id: { $gte: LEAST_ID } }, sorted: {} };
  const own = { user_id: new Types.ObjectId(ownerId) };
  return { owned: own, sorted: own };
}

function toRow(row: RawRow): OverviewRow {
  switch (row.part) {
    case 'assessments':
    case 'recommendations':
      return row;
    case 'activity':
      return { ...row, id: idOf(row._id) };
    case 'top':
      return { ...row, id: row._id.toHexString(), assessment_id: String(row.assessment_id ?? '') };
  }
}

function toProgressRow(row: Raw<ProgressRow>): ProgressRow {
  return { ...row, id: idOf(row._id) };
}

function idOf(_id: Types.ObjectId): AssessmentId {
  return _id.toHexString() as AssessmentId; // an ObjectId's own text
}
