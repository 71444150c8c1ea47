import { describe, expect, it } from '@jest/globals';
import { situationWith } from '../../../../test/support/situations.js';
import type { Situation } from '../advice/situation.js';
import type { Advice } from '../recommendation.js';
import { cloudEngineerAgent } from './cloud-engineer.agent.js';
import { shapeOf } from './cloud/shape.js';

const KUBERNETES_TEAM = { total_developers: 10, devops_engineers: 2, kubernetes_expertise: 4 };

function adviceFor(situation: Situation, key: string): Advice | undefined {
  return cloudEngineerAgent.advise(situation).advice.find((advice) => advice.key === key);
}

describe('what the system is made of', () => {
  it('takes a fifth of the data for records, half of it where databases are the workload', () => {
    const scale = { current_data_size_gb: 800 };
    const usual = situationWith({}, { scalability_requirements: scale });
    const records = situationWith({}, { scalability_requirements: scale, workload_types: ['database'] });
    expect(shapeOf(usual).relational?.gib).toBe(Math.ceil(usual.sizing.now.storageGib * 0.2));
    expect(shapeOf(records).relational?.gib).toBe(Math.ceil(records.sizing.now.storageGib * 0.5));
  });

  it.each([
    [['PostGIS'], 'postgresql'],
    [['MariaDB'], 'mysql'],
    [['SQL Server'], 'sqlserver'],
    [['Oracle', 'PostgreSQL'], 'postgresql'],
    [[], 'postgresql'],
  ] as const)('reads %j as %s: of several the one that needs no licence', (names, engine) => {
    const situation = situationWith({}, { database_preferences: [...names] });
    expect(shapeOf(situation).relational?.engine).toBe(engine);
  });

  it('keeps documents only where a document database is the only preference', () => {
    const shape = shapeOf(situationWith({}, { database_preferences: ['DynamoDB'] }));
    expect(shape.relational).toBeNull();
    expect(shape.document).not.toBeNull();
  });

  it('adds a standby from 99.9 percent of uptime on', () => {
    const nodes = (uptime_percentage: number) =>
      shapeOf(situationWith({}, { performance_requirements: { uptime_percentage } })).relational?.nodes;
    expect([nodes(99.89), nodes(99.9)]).toEqual([1, 2]);
  });

  it('has no queue for a monolith, a queue between services, a stream where Kafka is wanted', () => {
    const kind = (technical: Parameters<typeof situationWith>[1]) =>
      shapeOf(situationWith({}, technical)).messaging?.kind;
    expect(kind({ architecture_preference: 'monolith' })).toBeUndefined();
    expect(kind({ architecture_preference: 'microservices' })).toBe('queue');
    expect(kind({ architecture_preference: 'monolith', database_preferences: ['Kafka'] })).toBe('streaming');
  });

  it('runs a cluster only with a team that knows how', () => {
    const technical = { architecture_preference: 'microservices' } as const;
    expect(shapeOf(situationWith({ team_structure: KUBERNETES_TEAM }, technical)).hosting).toBe('kubernetes');
    const nobody = { ...KUBERNETES_TEAM, devops_engineers: 0 };
    expect(shapeOf(situationWith({ team_structure: nobody }, technical)).hosting).toBe('managed_containers');
    expect(shapeOf(situationWith({}, { architecture_preference: 'serverless' })).hosting).toBe('functions');
    expect(shapeOf(situationWith({}, { architecture_preference: 'modular_monolith' })).hosting).toBe(
      'machines',
    );
  });
});

describe('the cloud engineer', () => {
  const store = situationWith(
    { cloud_provider_preference: ['aws'], data_residency_requirements: ['de'] },
    {
      database_preferences: ['PostgreSQL'],
      performance_requirements: { uptime_percentage: 99.5 },
      scalability_requirements: { current_data_size_gb: 1_000 },
    },
  );

  it('prices a database by hand: 2 vCPU for 730 hours, and its storage', () => {
    const [service] = adviceFor(store, 'relational_database')?.recommended_services ?? [];
    const shape = shapeOf(store).relational;
    const entry = store.catalogue.service('aws/rds-postgresql');
    const price = (meter: string) => Number(store.catalogue.price(entry, meter, 'eu-central-1').usd);
    const byHand =
      price('vcpu_hour') * (shape?.vcpu ?? 0) * 730 + price('storage_gb_month') * (shape?.gib ?? 0);
    expect(service?.region).toBe('eu-central-1');
    expect(Number(service?.estimated_monthly_cost)).toBeCloseTo(byHand, 2);
  });

  it('names the same at the other providers, in allowed regions, with prices and why they lost', () => {
    const [service] = adviceFor(store, 'relational_database')?.recommended_services ?? [];
    const others = service?.alternatives ?? [];
    expect(others.map(({ provider }) => provider)).toEqual(['azure', 'gcp']);
    for (const other of others) {
      expect(other.estimated_monthly_cost).toMatch(/^\d+\.\d{2}$/);
      expect(other.why_not).toMatch(/more than|leads the comparison/);
    }
  });

  it('compares the whole bill of all three', () => {
    const comparison = adviceFor(store, 'provider_comparison');
    expect(comparison?.recommended_services).toEqual([]);
    expect(comparison?.recommendation_data['comparison']).toMatchObject([
      { provider: 'aws', region: 'eu-central-1' },
      { region: expect.stringMatching(/^(germanywestcentral|europe-west3|europe-west10)$/) },
      { region: expect.stringMatching(/^(germanywestcentral|europe-west3|europe-west10)$/) },
    ]);
  });

  it('places nothing where no cloud may be used, and says what to provide instead', () => {
    const onPremises = situationWith({}, { deployment_model: 'on_premises' });
    const { advice } = cloudEngineerAgent.advise(onPremises);
    expect(advice.map(({ key }) => key)).toEqual(['on_premises_platform']);
    expect(advice[0]?.recommended_services).toEqual([]);
  });

  it('says so where the provider does not manage the engine that is wanted', () => {
    const wanted = situationWith(
      { cloud_provider_preference: ['aws'] },
      { database_preferences: ['SAP HANA'] },
    );
    expect(adviceFor(wanted, 'relational_database')?.risks_and_considerations[0]).toMatch(
      /is replaced by PostgreSQL/,
    );
  });
});
