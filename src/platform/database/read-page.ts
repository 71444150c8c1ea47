import type { ClientSession, Model, QueryFilter } from 'mongoose';
import type { Page, PageRequest } from '../../kernel/page.js';
import { readOptions } from './operation-limits.js';

type Order = Readonly<Record<string, 1 | -1>>;

/** A list that is read by pages. `Lean` is what the database gives of a document. */
export interface PagedList<Stored, Lean, Item> {
  readonly filter: QueryFilter<Stored>;
  readonly fields: string | Readonly<Record<string, 0 | 1>> | null;
  readonly sort: Order;
  /** The index that answers the filter: without that hint a count of everything walks the documents. */
  readonly index: Order;
  readonly toItem: (document: Lean) => Item;
}

/** One page of a list, and how long the list is: both of one moment where `session` is a snapshot. */
export async function readPage<Stored, Lean, Item>(
  model: Model<Stored>,
  { filter, fields, sort, index, toItem }: PagedList<Stored, Lean, Item>,
  { page, limit }: PageRequest,
  session?: ClientSession,
): Promise<Page<Item>> {
  const options = () => ({ ...readOptions(), ...(session === undefined ? {} : { session }) });
  const find = () =>
    model
      .find(filter, fields, options())
      .sort(sort)
      .skip((page - 1) * limit)
      .limit(limit)
      .lean<Lean[]>()
      .exec();
  const count = () => model.countDocuments(filter, options()).hint(index).exec();
  // a session takes one operation at a time
  const [found, total] =
    session === undefined ? await Promise.all([find(), count()]) : [await find(), await count()];
  return { items: found.map((document) => toItem(document)), total };
}
