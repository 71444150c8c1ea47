import { describe, expect, it } from '@jest/globals';
import { situationWith } from '../../../../test/support/situations.js';
import { aiConsultantAgent, aiHelps } from './ai-consultant.agent.js';

describe('the consultant for bought models', () => {
  it('helps where a task is named that they do well, and is silent elsewhere', () => {
    expect(aiHelps(situationWith({ current_pain_points: ['Search finds titles only'] }, {}))).toBe(true);
    expect(aiHelps(situationWith({ current_pain_points: ['Deployments need a night'] }, {}))).toBe(false);
    expect(aiConsultantAgent.advise(situationWith({}, {}, 'Tills')).advice).toEqual([]);
  });

  it('proposes two pilots at most, and quotes what led to them', () => {
    const situation = situationWith(
      {
        current_pain_points: [
          'Receipts are typed',
          'Search by file name',
          'Photos are sorted by hand',
          'No forecast',
        ],
      },
      {},
    );
    const { advice } = aiConsultantAgent.advise(situation);
    expect(advice.map(({ key }) => key)).toEqual(['ai_document_reading', 'ai_search']);
    expect(advice[0]?.reasons[0]).toContain('current_pain_points says "Receipts are typed"');
  });

  it('prices the pages by hand: four for each user in a month', () => {
    const situation = situationWith(
      {
        current_pain_points: ['Receipts are typed'],
        growth_projection: { current_users: 5_000 },
        cloud_provider_preference: ['aws'],
        data_residency_requirements: ['ie'],
      },
      {},
    );
    const [service] = aiConsultantAgent.advise(situation).advice[0]?.recommended_services ?? [];
    expect(service?.service_name).toBe('Amazon Textract');
    expect(service?.region).toBe('eu-west-1');
    expect(service?.estimated_monthly_cost).toBe('30.00'); // 20 thousand pages at 1.50
  });

  it('warns of decisions by a model alone where GDPR holds', () => {
    const situation = situationWith(
      { current_pain_points: ['Receipts are typed'], compliance_requirements: ['gdpr'] },
      {},
    );
    const [advice] = aiConsultantAgent.advise(situation).advice;
    expect(advice?.risks_and_considerations.join(' ')).toContain('GDPR Art. 22');
  });
});
