import { describe, expect, it } from '@jest/globals';
import { situationWith } from '../../../../test/support/situations.js';
import { learningOf } from './mlops/learning.js';
import { mlopsAgent } from './mlops.agent.js';

const LEARNING = { workload_types: ['machine_learning'] } as const;

describe('the agent for machine learning', () => {
  it('says nothing where learning is no workload', () => {
    const situation = situationWith({}, { workload_types: ['analytics'] }, 'Pictures of forests');
    expect(mlopsAgent.advise(situation)).toEqual({ advice: [], questions: [] });
  });

  it('rents a GPU for pictures, sound and language, and none for tables', () => {
    const usesGpu = (title: string) =>
      mlopsAgent
        .advise(situationWith({}, { workload_types: [...LEARNING.workload_types] }, title))
        .advice.some((advice) => advice.tags.includes('gpu'));
    expect(usesGpu('Cameras that look for scratches')).toBe(true);
    expect(usesGpu('Fraud scoring for card payments')).toBe(false);
  });

  it('counts training by hand: a tenth of the data, ten passes, four runs', () => {
    const situation = situationWith(
      {},
      { workload_types: ['machine_learning'], scalability_requirements: { current_data_size_gb: 5_000 } },
      'Satellite pictures',
    );
    const learning = learningOf(situation);
    const gib = Math.ceil(situation.sizing.now.storageGib * 0.1);
    expect(learning.trainingGib).toBe(gib);
    expect(learning.trainingHours).toBe(Math.ceil((gib * 10) / 100) * 4);
  });

  it('keeps one server more than the peak needs, and none where nobody waits', () => {
    const live = situationWith(
      {},
      {
        workload_types: ['machine_learning', 'api_service'],
        performance_requirements: { requests_per_second: 1_200, real_time_processing_required: true },
      },
    );
    expect(learningOf(live).servers).toBe(Math.ceil(1_200 / 500) + 1);
    const nightly = situationWith({}, { workload_types: ['machine_learning'] });
    const serving = mlopsAgent.advise(nightly).advice.find(({ key }) => key === 'ml_serving');
    expect(serving?.recommended_services[0]?.configuration).toMatchObject({ mode: 'batch', servers: 1 });
  });
});
