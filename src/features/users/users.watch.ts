import type { ChangeRule, WatchedCollection } from '../../cache/watch/index.js';
import { isObjectId, type UserId } from '../../kernel/ids.js';

/** The fields of an account that others hold in their caches. */
const CACHED_FIELDS = ['role', 'is_active'];

/** What somebody who announced nothing did to an account. A new one is in nobody's cache. */
const userChanges: ChangeRule = ({ operation, id, updated }) => {
  if (!isObjectId(id)) return []; // nothing of ours has such an id
  const userId = id as UserId; // checked in the line above
  switch (operation) {
    case 'insert':
      return [];
    case 'delete':
      return [{ type: 'user.deleted', userId, assessmentIds: [] }];
    case 'update':
      if (!CACHED_FIELDS.some((field) => field in (updated ?? {}))) return [];
      return [{ type: 'user.updated', userId }];
    case 'replace':
      return [{ type: 'user.updated', userId }];
  }
};

export const userWatch: WatchedCollection = {
  name: 'users',
  fields: [],
  rule: userChanges,
};
