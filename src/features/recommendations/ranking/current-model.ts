import { Injectable } from '@nestjs/common';
import { type HotValue, HotValues, managerScope, type Scope } from '../../../cache/index.js';
import { MINUTE_MS } from '../../../kernel/duration.js';
import type { RankingModel } from './model.js';
import { RankingModelsRepository } from './ranking-models.repository.js';

const KEY = 'ranking:model';
/** After this it is read from the database again, should an announcement ever have been missed. */
const LIFETIME_MS = MINUTE_MS;

/** What becomes stale when a version is published. */
export const MODEL_SCOPE: Scope = managerScope(KEY);

/**
 * The current version, held in `CACHE_MANAGER`: in the memory of every process, in Redis, in the database. A publication
 * removes it from every memory before it writes, so that what is got after one was announced is never an older version.
 */
@Injectable()
export class CurrentModel {
  private readonly held: HotValue<RankingModel>;

  constructor(
    private readonly values: HotValues,
    models: RankingModelsRepository,
  ) {
    this.held = { key: KEY, ttlMs: LIFETIME_MS, load: () => models.current() };
  }

  /** At once where this process's memory has it. */
  get(): RankingModel | Promise<RankingModel> {
    return this.values.get(this.held);
  }
}
