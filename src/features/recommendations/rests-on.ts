import { createHash } from 'node:crypto';
import type { Assessment } from '../assessments/index.js';
import type { Recommendation, RestsOn } from './recommendation.js';
import type { SummaryAnswer } from './recommendations.dto.js';

/** What the experts look at of an assessment. */
export function answersFor(assessment: Assessment) {
  const { title, priority } = assessment;
  return {
    title,
    businessGoal: assessment.business_goal,
    priority,
    business: assessment.business_requirements,
    technical: assessment.technical_requirements,
  };
}

export function restsOn(assessment: Assessment): RestsOn {
  const text = JSON.stringify(answersFor(assessment));
  return {
    revision: assessment.revision,
    answers: createHash('sha256').update(text).digest('base64url').slice(0, 22),
  };
}

/** What these rest on, beside the assessment as it is now. */
export function standingOf(
  shown: readonly Recommendation[],
  assessment: Assessment,
): Pick<SummaryAnswer, 'assessment_revision' | 'assessment_changed_since'> {
  const known = shown.flatMap(({ rests_on }) => rests_on ?? []);
  if (known.length === 0) return { assessment_revision: null, assessment_changed_since: null };
  const { answers } = restsOn(assessment);
  return {
    assessment_revision: Math.min(...known.map(({ revision }) => revision)),
    assessment_changed_since:
      known.some((each) => each.answers !== answers) || (known.length < shown.length ? null : false),
  };
}
