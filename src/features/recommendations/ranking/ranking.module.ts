import { Module } from '@nestjs/common';
import { RankingService } from './ranking.service.js';

/** The order of recommendations, learned from what people do with them. */
@Module({ providers: [RankingService], exports: [RankingService] })
export class RankingModule {}
