import type { AssessmentId, UserId } from '../kernel/ids.js';

/** The closed set of domain events: past tense, with what listeners need to find what became stale. */
export type DomainEvent =
  | { readonly type: 'assessment.created'; readonly assessmentId: AssessmentId; readonly userId: UserId }
  | { readonly type: 'assessment.updated'; readonly assessmentId: AssessmentId; readonly userId: UserId }
  | { readonly type: 'assessment.deleted'; readonly assessmentId: AssessmentId; readonly userId: UserId }
  | {
      readonly type: 'recommendations.regenerated';
      readonly assessmentId: AssessmentId;
      readonly userId: UserId;
    }
  | {
      readonly type: 'recommendations.interacted';
      readonly assessmentId: AssessmentId;
      readonly userId: UserId;
    }
  | { readonly type: 'workflow.progressed'; readonly assessmentId: AssessmentId; readonly userId: UserId }
  | { readonly type: 'user.updated'; readonly userId: UserId }
  | {
      readonly type: 'user.deleted';
      readonly userId: UserId;
      readonly assessmentIds: readonly AssessmentId[];
    };

export type DomainEventType = DomainEvent['type'];
export type EventOf<Type extends DomainEventType> = Extract<DomainEvent, { type: Type }>;
