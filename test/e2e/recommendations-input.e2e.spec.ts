import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SignedIn } from '../support/app.js';
import { ASSESSMENTS } from './assessments/world.js';
import {
  ended,
  RECOMMENDATIONS,
  type RecommendationsWorld,
  startRecommendations,
} from './recommendations/world.js';

describe('what recommendations take in', () => {
  let world: RecommendationsWorld;
  let owner: SignedIn;
  let id: string;

  beforeAll(async () => {
    world = await startRecommendations();
    owner = await world.account();
    ({ id } = await world.create(owner));
  });
  afterAll(() => world.close());

  it.each([
    [{ agent_names: ['nobody'] }, ['/agent_names/0']],
    [{ agent_names: ['cto_agent', 'CTO_AGENT'] }, ['/agent_names/1']],
    [{ agent_names: [] }, ['/agent_names']],
    [{ agent_names: 'cto_agent' }, ['/agent_names']],
    [{ agent_names: Array.from({ length: 51 }, () => 'cto_agent') }, ['/agent_names']],
    [{ priority_override: 'urgent' }, ['/priority_override']],
    [{ custom_config: 'cheap' }, ['/custom_config']],
    [{ custom_config: { region: 'moon', 'a/b~c': 1 } }, ['/custom_config/region', '/custom_config/a~1b~0c']],
    [{ custom_config: { monthly_budget_limit: '12.345' } }, ['/custom_config/monthly_budget_limit']],
    [{ custom_config: { monthly_budget_limit: -1 } }, ['/custom_config/monthly_budget_limit']],
    [{ custom_config: { monthly_budget_limit: { $gt: 0 } } }, ['/custom_config/monthly_budget_limit']],
    [{ custom_config: { preferred_providers: ['ibm'] } }, ['/custom_config/preferred_providers/0']],
    [{ custom_config: { preferred_providers: 'aws' } }, ['/custom_config/preferred_providers']],
    [{ agents: ['cto_agent'], assessment_id: 'x' }, ['/agents', '/assessment_id']],
    [[], ['']],
    ['text', ['']],
  ])('refuses %j and says where', async (sent, paths) => {
    const before = world.announced.length;
    const { body } = await owner.http
      .post(`${RECOMMENDATIONS}/${id}/generate`)
      .set('content-type', 'application/json')
      .send(JSON.stringify(sent))
      .expect(422);
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(paths);
    expect(world.announced.slice(before)).toEqual([]);
    expect(await world.count('tasks', id)).toBe(0);
  });

  it.each(['{', '', '{"agent_names":["cto_agent"]'])('cannot parse %j', async (sent) => {
    await owner.http
      .post(`${RECOMMENDATIONS}/${id}/generate`)
      .set('content-type', 'application/json')
      .send(sent)
      .expect(400);
  });

  it.each([
    [{ agent_filter: 'nobody' }, '/agent_filter'],
    [{ agent_filter: '' }, '/agent_filter'],
    [{ agent_filter: ['cto_agent', 'mlops_agent'] }, '/agent_filter'],
    [{ category_filter: 'nothing' }, '/category_filter'],
    [{ confidence_min: '1.5' }, '/confidence_min'],
    [{ confidence_min: '-0.1' }, '/confidence_min'],
    [{ confidence_min: 'high' }, '/confidence_min'],
    [{ confidence_min: '1e-3' }, '/confidence_min'],
    [{ confidence_min: '' }, '/confidence_min'],
  ])('refuses the filter %j', async (query, path) => {
    for (const url of [`${RECOMMENDATIONS}/${id}`, RECOMMENDATIONS]) {
      const { body } = await owner.http.get(url).query(query).expect(422);
      expect(body.errors.map((fault: { path: string }) => fault.path)).toEqual([path]);
    }
  });

  it.each([
    [{ assessment_id: 'none' }, '/assessment_id'],
    [{ scope: 'mine' }, '/scope'],
    [{ page: '0' }, '/page'],
    [{ limit: '101' }, '/limit'],
  ])('refuses the list’s query %j', async (query, path) => {
    const { body } = await owner.http.get(RECOMMENDATIONS).query(query).expect(422);
    expect(body.errors.map((fault: { path: string }) => fault.path)).toEqual([path]);
  });

  it('takes null for what is not given, names twice for once, and money in either form', async () => {
    for (const body of [
      { agent_names: null, priority_override: null, custom_config: null },
      { custom_config: { monthly_budget_limit: null, preferred_providers: null } },
      { custom_config: { monthly_budget_limit: 1200.5, preferred_providers: ['gcp', 'gcp'] } },
      { agent_names: ['compliance_agent', 'cto_agent', 'compliance_agent'], priority_override: 'critical' },
    ]) {
      const accepted = await world.generate(owner, id, body);
      expect(accepted.agents_triggered).toEqual([...new Set(accepted.agents_triggered)]);
    }
  });

  it('goes by what a run was given instead of the answers, and changes none of them', async () => {
    const preferring = async (provider: string) => {
      await world.generate(owner, id, { custom_config: { preferred_providers: [provider] } });
      const { recommendations } = (await owner.http.get(`${RECOMMENDATIONS}/${id}`).expect(200)).body;
      return new Set(
        recommendations.flatMap((each: { recommended_services: { provider: string }[] }) =>
          each.recommended_services.map((service) => service.provider),
        ),
      );
    };
    expect(await preferring('gcp')).toEqual(new Set(['gcp']));
    expect(await preferring('azure')).toEqual(new Set(['azure']));
    const { body } = await owner.http.get(`${ASSESSMENTS}/${id}`).expect(200);
    expect(body).toMatchObject({ business_requirements: null, priority: 'medium' });
  });

  it('runs on an assessment without a single answer, and asks for what is missing', async () => {
    const { id: empty } = await world.create(owner);
    const { task_id: task } = await world.generate(owner, empty);
    expect(await ended(owner, empty)).toMatchObject({ status: 'completed' });
    const { body } = await owner.http.get(`/api/v2/tasks/${task}/result`).expect(200);
    expect(JSON.stringify(body)).toContain('/business_requirements/growth_projection/current_users');
  });
});
