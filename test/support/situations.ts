import { type CreateAssessment, createAssessment } from '../../src/features/assessments/assessment.dto.js';
import { SAMPLE_ASSESSMENTS } from '../../src/features/assessments/sample-data/sample-assessments.js';
import { makeSituation } from '../../src/features/recommendations/advice/make-situation.js';
import type { Situation } from '../../src/features/recommendations/advice/situation.js';
import { loadCatalogue } from '../../src/features/recommendations/catalogue/catalogue.js';

/** What agents would look at for an assessment as a client sends it. */
export function situationOf(assessment: Omit<CreateAssessment, 'status'>): Situation {
  return makeSituation(
    {
      title: assessment.title,
      businessGoal: assessment.business_goal ?? null,
      priority: assessment.priority ?? 'medium',
      business: assessment.business_requirements ?? null,
      technical: assessment.technical_requirements ?? null,
    },
    loadCatalogue(),
  );
}

/** A situation from the answers that matter. */
export function situationWith(
  business: NonNullable<CreateAssessment['business_requirements']>,
  technical: NonNullable<CreateAssessment['technical_requirements']>,
  title = 'Shop for spare parts',
): Situation {
  return situationOf({ title, business_requirements: business, technical_requirements: technical });
}

/** One for each assessment of the sample data. */
export function sampleSituations(): readonly (readonly [title: string, situation: Situation])[] {
  return SAMPLE_ASSESSMENTS.map((sample) => {
    const { title, description, business_goal, business_requirements, technical_requirements, priority } =
      sample;
    const given = {
      title,
      description,
      business_goal,
      business_requirements,
      technical_requirements,
      priority,
    };
    return [title, situationOf(createAssessment.parse(given))] as const;
  });
}
