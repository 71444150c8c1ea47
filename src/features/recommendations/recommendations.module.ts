import { Module, type OnModuleInit } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { UnannouncedWrites } from '../../cache/watch/index.js';
import { AssessmentsModule } from '../assessments/index.js';
import { TasksModule } from '../tasks/index.js';
import { Consultation } from './generation/consultation.js';
import { GenerationHandler } from './generation/generation.handler.js';
import { GenerationService } from './generation/generation.service.js';
import { SampleRuns } from './generation/sample-runs.js';
import { RankingModule } from './ranking/index.js';
import { RecommendationRecord, recommendationSchema } from './recommendation.schema.js';
import { RecommendationSetsRepository } from './recommendation-sets.repository.js';
import { RecommendationsController } from './recommendations.controller.js';
import { RecommendationsOfAssessments } from './recommendations-of-assessments.js';
import { RecommendationsRepository } from './recommendations.repository.js';
import { RecommendationsService } from './recommendations.service.js';
import { recommendationWatch } from './recommendations.watch.js';

/** Recommendations: what the expert agents advise for an assessment, ranked, explained and priced. */
@Module({
  imports: [
    AssessmentsModule,
    TasksModule,
    RankingModule,
    MongooseModule.forFeature([{ name: RecommendationRecord.name, schema: recommendationSchema }]),
  ],
  controllers: [RecommendationsController],
  providers: [
    Consultation,
    GenerationHandler,
    GenerationService,
    RecommendationsOfAssessments,
    RecommendationSetsRepository,
    RecommendationsRepository,
    RecommendationsService,
    SampleRuns,
  ],
})
export class RecommendationsModule implements OnModuleInit {
  constructor(private readonly unannounced: UnannouncedWrites) {}

  onModuleInit(): void {
    this.unannounced.register(recommendationWatch);
  }
}
