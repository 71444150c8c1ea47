import { Injectable } from '@nestjs/common';
import type { KeyVariant } from '../../../cache/index.js';
import { RankingService } from './ranking.service.js';

/** The ranking model's version as cached lists have it in their key. */
@Injectable()
export class RankingVersion implements KeyVariant {
  constructor(private readonly ranking: RankingService) {}

  current(): string | Promise<string> {
    const version = this.ranking.currentVersion();
    return typeof version === 'number' ? String(version) : version.then(String);
  }
}
