import mongoose, { Types } from 'mongoose';

/** In a filter: one of these ids. */
export function oneOf(ids: readonly string[]): { $in: Types.ObjectId[] } {
  // sanitizeFilter refuses operators from anyone else
  return mongoose.trusted({ $in: ids.map((id) => new Types.ObjectId(id)) });
}
