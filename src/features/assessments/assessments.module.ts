import { Module, type OnModuleInit } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { UnannouncedWrites } from '../../cache/watch/index.js';
import { UsersModule } from '../users/index.js';
import { AssessmentRecord, assessmentSchema } from './assessment.schema.js';
import { AssessmentParts } from './assessment-parts.js';
import { AssessmentsController } from './assessments.controller.js';
import { AssessmentsRepository } from './assessments.repository.js';
import { AssessmentsService } from './assessments.service.js';
import { assessmentWatch } from './assessments.watch.js';
import { OwnedAssessments } from './owned-assessments.js';
import { SampleData } from './sample-data/sample-data.service.js';
import { SampleMarkerRepository } from './sample-data/sample-marker.repository.js';
import { SampleMarkerRecord, sampleMarkerSchema } from './sample-data/sample-marker.schema.js';

/** Assessments: what a business needs of its infrastructure, as its owner describes it. */
@Module({
  imports: [
    UsersModule,
    MongooseModule.forFeature([
      { name: AssessmentRecord.name, schema: assessmentSchema },
      { name: SampleMarkerRecord.name, schema: sampleMarkerSchema },
    ]),
  ],
  controllers: [AssessmentsController],
  providers: [
    AssessmentsService,
    AssessmentsRepository,
    AssessmentParts,
    OwnedAssessments,
    SampleData,
    SampleMarkerRepository,
  ],
  exports: [AssessmentsRepository, AssessmentParts, SampleData],
})
export class AssessmentsModule implements OnModuleInit {
  constructor(private readonly unannounced: UnannouncedWrites) {}

  onModuleInit(): void {
    this.unannounced.register(assessmentWatch);
  }
}
