import { describe, expect, it } from '@jest/globals';
import type { AssessmentId, UserId } from '../../../kernel/ids.js';
import type { Assessment, AssessmentChanges } from '../../assessments/index.js';
import {
  accepted,
  ended,
  failed,
  movedTo,
  percentageBefore,
  stepsOf,
  undone,
  type Workflow,
} from './workflow.js';

const ID = 'a'.repeat(24) as AssessmentId; // well-formed
const OWNER = 'b'.repeat(24) as UserId; // well-formed
const begunAt = new Date('2026-11-23T12:00:00Z');
const at = (second: number) => new Date(begunAt.getTime() + second * 1000);

const whole: Workflow = { id: 'wf_1', agents: ['cto_agent', 'compliance_agent'], partial: false };

const draft: Assessment = {
  id: ID,
  user_id: OWNER,
  title: 'A shop',
  description: null,
  business_goal: null,
  business_requirements: null,
  technical_requirements: null,
  priority: 'medium',
  tags: [],
  status: 'draft',
  progress: { current_step: null, completed_steps: [], total_steps: 0, progress_percentage: 0 },
  completion_percentage: 0,
  workflow_id: null,
  agent_states: {},
  recommendations_generated: false,
  reports_generated: false,
  metadata: { source: 'api', version: '2', tags: [] },
  created_at: begunAt,
  updated_at: begunAt,
  started_at: null,
  completed_at: null,
  revision: 1,
};

/** The assessment after each of these. */
function after(start: Assessment, ...moves: ((current: Assessment) => AssessmentChanges)[]): Assessment {
  return moves.reduce((current, move) => ({ ...current, ...move(current) }), start);
}
const accept = (workflow: Workflow) => (current: Assessment) => accepted(workflow, current, at(1));
const run = (workflow: Workflow, start: Assessment) =>
  after(
    start,
    accept(workflow),
    ...stepsOf(workflow).map(
      (step, index) => (current: Assessment) => movedTo(workflow, step, current, at(2 + index)),
    ),
    (current) => ended(workflow, current, at(10)),
  );

describe('a workflow', () => {
  it('goes through its agents, the ranking and the report, and never back', () => {
    expect(stepsOf(whole)).toEqual(['cto_agent', 'compliance_agent', 'ranking', 'report']);
    expect(stepsOf(whole).map((step) => percentageBefore(whole, step))).toEqual([0, 25, 50, 75]);
  });

  it('ends completed, with the times at which each agent worked', () => {
    expect(run(whole, draft)).toMatchObject({
      status: 'completed',
      started_at: at(1),
      completed_at: at(10),
      recommendations_generated: true,
      before_workflow: null,
      agent_states: {
        cto_agent: { state: 'completed', started_at: at(2), completed_at: at(3) },
        compliance_agent: { state: 'completed', started_at: at(3), completed_at: at(4) },
      },
    });
  });

  it('is generating the report only in its last step', () => {
    const status = (step: 'ranking' | 'report') =>
      after(draft, accept(whole), (current) => movedTo(whole, step, current, at(3))).status;
    expect([status('ranking'), status('report')]).toEqual(['agent_analysis', 'generating_report']);
  });

  it('that is begun anew has nobody done', () => {
    const again = after(
      draft,
      accept(whole),
      (current) => movedTo(whole, 'ranking', current, at(4)),
      (current) => movedTo(whole, 'cto_agent', current, at(9)),
    );
    expect(again.agent_states).toMatchObject({
      cto_agent: { state: 'running', started_at: at(9), completed_at: null },
      compliance_agent: { state: 'waiting', started_at: null },
    });
  });

  it('of some agents keeps what the others’ states were; a whole one forgets them', () => {
    const done = run(whole, draft);
    const partial: Workflow = { id: 'wf_2', agents: ['compliance_agent'], partial: true };
    expect(run(partial, done).agent_states['cto_agent']).toEqual(done.agent_states['cto_agent']);
    const other: Workflow = { id: 'wf_3', agents: ['mlops_agent'], partial: false };
    expect(Object.keys(run(other, done).agent_states)).toEqual(['mlops_agent']);
  });

  it('that is cancelled leaves what it found, however often it was begun', () => {
    for (const found of [draft, run(whole, draft)]) {
      const cancelled = after(
        found,
        accept(whole),
        (current) => movedTo(whole, 'compliance_agent', current, at(20)),
        accept(whole),
        (current) => undone(current, at(30)),
      );
      expect(cancelled).toEqual({ ...found, before_workflow: null, updated_at: at(30) });
    }
  });

  it('that fails says who was at work, and keeps what is generated', () => {
    const broken = after(
      run(whole, draft),
      accept(whole),
      (current) => movedTo(whole, 'compliance_agent', current, at(20)),
      (current) => failed(current, 'No.', at(21)),
    );
    expect(broken).toMatchObject({
      status: 'failed',
      completed_at: null,
      recommendations_generated: true,
      before_workflow: null,
      agent_states: {
        cto_agent: { state: 'completed' },
        compliance_agent: { state: 'failed', error: 'No.', completed_at: at(21) },
      },
    });
  });
});
