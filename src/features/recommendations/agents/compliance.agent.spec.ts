import { describe, expect, it } from '@jest/globals';
import { situationWith } from '../../../../test/support/situations.js';
import { PROGRAMMES } from '../catalogue/catalogue.types.js';
import { complianceAgent } from './compliance.agent.js';
import { REGULATIONS } from './data/regulations.js';

function adviceOf(situation: ReturnType<typeof situationWith>, key: string) {
  return complianceAgent.advise(situation).advice.find((advice) => advice.key === key);
}

describe('the regulations', () => {
  it.each(PROGRAMMES)(
    '%s: at least twelve controls, each clause once, in the form of the regulation',
    (programme) => {
      const forms = {
        gdpr: /^GDPR Art\. \d+/,
        hipaa: /^45 CFR 164\.\d+/,
        ccpa: /^(CCPA|California Civil Code) §1798\.\d+/,
        soc2: /^SOC 2 (CC\d\.\d|A1\.\d|C1\.\d)$/,
        iso27001: /^ISO\/IEC 27001:2022 A\.[5-8]\.\d+$/,
        pci_dss: /^PCI DSS v4\.0\.1 Req\. \d+\.\d+\.\d+/,
      };
      const { controls, programme: own } = REGULATIONS[programme];
      expect(own).toBe(programme);
      expect(controls.length).toBeGreaterThanOrEqual(12);
      expect(new Set(controls.map(({ clause }) => clause)).size).toBe(controls.length);
      for (const { clause } of controls) expect(clause).toMatch(forms[programme]);
    },
  );
});

describe('the compliance agent', () => {
  it('tells what is asked for, contradicted, open and for people', () => {
    const situation = situationWith(
      { compliance_requirements: ['pci_dss'] },
      { security_requirements: { waf_required: true, intrusion_detection_required: false } },
    );
    const advice = adviceOf(situation, 'regulation_pci_dss');
    const states = (advice?.recommendation_data['controls'] ?? []) as { clause: string; state: string }[];
    const stateOf = (clause: string) =>
      states.find((control) => control.clause === `PCI DSS v4.0.1 Req. ${clause}`)?.state;
    expect(stateOf('6.4.2')).toBe('asked_for');
    expect(stateOf('11.5.1')).toBe('contradicted');
    expect(stateOf('3.5.1')).toBe('open');
    expect(stateOf('12.8.2')).toBe('organisational');
    expect(advice?.priority).toBe('critical');
    expect(advice?.risks_and_considerations.join(' ')).toContain(
      'intrusion_detection_required was answered with no',
    );
  });

  it('plans a measure that a regulation asks for even where the answer is no', () => {
    const situation = situationWith(
      { compliance_requirements: ['hipaa'], cloud_provider_preference: ['aws'] },
      { security_requirements: { audit_logging_required: false } },
    );
    expect(
      adviceOf(situation, 'measure_audit')?.recommended_services.map((service) => service.service_name),
    ).toEqual(['AWS CloudTrail']);
  });

  it('plans encryption and access for everybody, the rest only where it is asked for', () => {
    const keys = complianceAgent.advise(situationWith({}, {})).advice.map(({ key }) => key);
    expect(keys).toEqual(['measure_encryption', 'measure_access']);
  });

  it('names the allowed regions, and that there is none', () => {
    const german = situationWith(
      { data_residency_requirements: ['de'], cloud_provider_preference: ['azure'] },
      {},
    );
    expect(adviceOf(german, 'data_residency')?.title).toContain('germanywestcentral');
    const kenyan = situationWith({ data_residency_requirements: ['ke'] }, {});
    expect(adviceOf(kenyan, 'data_residency')?.title).toBe(
      'No cloud may hold the data: it has to stay in KE',
    );
  });

  it('asks for the answers that a regulation rests on', () => {
    const situation = situationWith({ compliance_requirements: ['iso27001'] }, {});
    const paths = complianceAgent.advise(situation).questions.map(({ path }) => path);
    expect(paths).toContain('/technical_requirements/security_requirements/audit_logging_required');
    expect(paths).not.toContain('/business_requirements/compliance_requirements');
  });
});
