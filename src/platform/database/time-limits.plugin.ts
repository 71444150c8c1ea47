import type { Aggregate, Query, Schema } from 'mongoose';
import { defaultTimeLimits } from './operation-limits.js';

/** Every query that mongoose has hooks for; its own `maxTimeMS` setting leaves half of them out. */
const QUERIES = (
  'find findOne countDocuments estimatedDocumentCount distinct findOneAndUpdate findOneAndReplace ' +
  'findOneAndDelete updateOne updateMany replaceOne deleteOne deleteMany'
).split(' ');

/**
 * Gives every query and aggregation that has no time limits the process's own, for the server and for the wait
 * here. `insertMany` and `bulkWrite` get theirs from the caller (`writeOptions`); the socket's limit ends the rest.
 */
export function timeLimitsPlugin(schema: Schema): void {
  for (const name of QUERIES) {
    schema.pre(name as 'find', { query: true, document: false }, function (this: Query<unknown, unknown>) {
      const { maxTimeMS, signal } = defaultTimeLimits();
      const given: Record<string, unknown> = this.getOptions();
      if (given['maxTimeMS'] === undefined) this.setOptions({ maxTimeMS });
      if (given['signal'] === undefined) this.setOptions({ signal });
    });
  }
  schema.pre('aggregate', function (this: Aggregate<unknown>) {
    this.option({ ...defaultTimeLimits(), ...this.options });
  });
}
