import { Module, type OnModuleInit } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { UnannouncedWrites } from '../../cache/watch/index.js';
import { UsersModule } from '../users/index.js';
import { AssessmentRecord, assessmentSchema } from './assessment.schema.js';
import { AssessmentParts } from './assessment-parts.js';
import { AssessmentsController } from './assessments.controller.js';
import { AssessmentsRepository } from './assessments.repository.js';
import { AssessmentsService } from './assessments.service.js';
import { assessmentChanges } from './assessments.watch.js';
import { OwnedAssessments } from './owned-assessments.js';

/** Assessments: what a business needs of its infrastructure, as its owner describes it. */
@Module({
  imports: [
    UsersModule,
    MongooseModule.forFeature([{ name: AssessmentRecord.name, schema: assessmentSchema }]),
  ],
  controllers: [AssessmentsController],
  providers: [AssessmentsService, AssessmentsRepository, AssessmentParts, OwnedAssessments],
  exports: [AssessmentsRepository, AssessmentParts],
})
export class AssessmentsModule implements OnModuleInit {
  constructor(private readonly unannounced: UnannouncedWrites) {}

  onModuleInit(): void {
    this.unannounced.register('assessments', assessmentChanges);
  }
}
