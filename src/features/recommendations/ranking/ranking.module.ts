import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AssessmentsModule } from '../../assessments/index.js';
import { UsersModule } from '../../users/index.js';
import { RecommendationRecord, recommendationSchema } from '../recommendation.schema.js';
import { RecommendationsRepository } from '../recommendations.repository.js';
import { CurrentModel } from './current-model.js';
import { Impressions } from './impressions.js';
import { InteractionRecord, interactionSchema } from './interaction.schema.js';
import { InteractionsController } from './interactions.controller.js';
import { InteractionsRemoval } from './interactions-removal.js';
import { InteractionsRepository } from './interactions.repository.js';
import { InteractionsService } from './interactions.service.js';
import { ModelMaker } from './model-maker.js';
import {
  RankingModelRecord,
  rankingModelSchema,
  RankingStateRecord,
  rankingStateSchema,
} from './ranking-model.schema.js';
import { RankingModelsRepository } from './ranking-models.repository.js';
import { RankingService } from './ranking.service.js';
import { RankingVersion } from './ranking-version.js';
import { ShownListRecord, shownListSchema } from './shown-list.schema.js';
import { ShownListsRepository } from './shown-lists.repository.js';
import { TrainingDataRepository } from './training-data.repository.js';
import { TrainingSchedule } from './training-schedule.js';

/** The order of recommendations, learned from what people do with them. */
@Module({
  imports: [
    UsersModule,
    AssessmentsModule,
    MongooseModule.forFeature([
      { name: RecommendationRecord.name, schema: recommendationSchema },
      { name: InteractionRecord.name, schema: interactionSchema },
      { name: ShownListRecord.name, schema: shownListSchema },
      { name: RankingModelRecord.name, schema: rankingModelSchema },
      { name: RankingStateRecord.name, schema: rankingStateSchema },
    ]),
  ],
  controllers: [InteractionsController],
  providers: [
    CurrentModel,
    Impressions,
    InteractionsRemoval,
    InteractionsRepository,
    InteractionsService,
    ModelMaker,
    RankingModelsRepository,
    RankingService,
    RankingVersion,
    RecommendationsRepository, // reads only
    ShownListsRepository,
    TrainingDataRepository,
    TrainingSchedule,
  ],
  exports: [InteractionsRemoval, RankingService, RankingVersion],
})
export class RankingModule {}
