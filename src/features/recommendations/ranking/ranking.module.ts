import { Module } from '@nestjs/common';
import { RankingService } from './ranking.service.js';
import { RankingVersion } from './ranking-version.js';

/** The order of recommendations, learned from what people do with them. */
@Module({ providers: [RankingService, RankingVersion], exports: [RankingService, RankingVersion] })
export class RankingModule {}
