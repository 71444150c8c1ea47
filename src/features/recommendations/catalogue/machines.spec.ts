import { describe, expect, it } from '@jest/globals';
import { unitPrice } from '../../../kernel/money.js';
import { loadCatalogue } from './catalogue.js';
import type { MachineType } from './catalogue.types.js';
import { GCP_SHAPES } from './data/gcp-shapes.js';
import { AWS_MACHINES } from './data/machines-aws.js';
import { AZURE_MACHINES } from './data/machines-azure.js';
import { GCP_RATES } from './data/machines-gcp.js';

const { machines } = loadCatalogue();
const named = (name: string): MachineType => {
  const found = machines.find((machine) => machine.name === name);
  if (found === undefined) throw new Error(`No ${name}`);
  return found;
};
const cells = (table: string): string[][] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));

describe('the machines', () => {
  it('are general, compute, memory, burstable and with GPU, from 2 to 96 vCPU', () => {
    for (const provider of ['aws', 'azure', 'gcp']) {
      const own = machines.filter((machine) => machine.provider === provider);
      const families = new Set(own.map((machine) => machine.family));
      expect(own.length).toBeGreaterThanOrEqual(40);
      for (const family of ['general', 'compute', 'memory', 'burstable']) expect(families).toContain(family);
      expect(families.has('gpu')).toBe(provider !== 'gcp');
      const vcpus = own.map((machine) => machine.vcpu);
      expect([Math.min(...vcpus), Math.max(...vcpus)]).toEqual([2, 96]);
    }
  });

  it('have a GPU where their family says so, and only there', () => {
    for (const { family, gpu } of machines) expect(gpu > 0).toBe(family === 'gpu');
  });

  it.each([
    ['aws', AWS_MACHINES],
    ['azure', AZURE_MACHINES],
  ])('of %s cost what the table says, and nothing where it says nothing', (provider, table) => {
    const [[, , , , , ...regions] = [], ...rows] = cells(table);
    expect(machines.filter((machine) => machine.provider === provider)).toHaveLength(rows.length);
    for (const [name = '', vcpu, gib, gpu, family, ...prices] of rows) {
      const machine = named(name);
      expect([machine.vcpu, machine.memoryGib, machine.gpu, machine.family].map(String)).toEqual([
        vcpu,
        gib,
        gpu,
        family,
      ]);
      const listed = regions.map((region, index) => [region, prices[index]]).filter(([, usd]) => usd !== '-');
      expect(Object.entries(machine.usdPerHour)).toEqual(listed);
    }
  });

  it('of AWS and Azure cost what the source says', () => {
    expect(named('m6i.large').usdPerHour['us-east-1']).toBe('0.096');
    expect(named('r6i.2xlarge').usdPerHour['us-east-1']).toBe('0.504');
    expect(named('g4dn.xlarge').usdPerHour['us-east-1']).toBe('0.526');
    expect(named('m6i.xlarge').usdPerHour['us-east-1']).toBeUndefined();
    expect(named('Standard_D2s_v4').usdPerHour['eastus']).toBe('0.096');
    expect(named('Standard_B2s').usdPerHour['germanywestcentral']).toBe('0.048');
    expect(named('Standard_NC6s_v3').usdPerHour['eastus']).toBe('3.06');
  });

  it('of Google cost their vCPU and memory, to the millionth', () => {
    expect(named('n2-standard-4').usdPerHour['europe-west3']).toBe('0.250248');
    expect(named('e2-small').usdPerHour['us-central1']).toBe('0.016754');
    const [[, , ...regions] = [], ...rates] = cells(GCP_RATES);
    const [, ...shapes] = cells(GCP_SHAPES);
    for (const [name = '', , billed, gib, , family] of shapes) {
      const rate = (unit: string): string[] =>
        rates.find(([of, per]) => of === family && per === unit)?.slice(2) ?? [];
      const [perCore, perGib] = [rate('vcpu'), rate('gib')];
      const expected = regions.flatMap((region, index) => {
        const [core = '-', memory = '-'] = [perCore[index], perGib[index]];
        if (core === '-' || memory === '-') return [];
        const doubled =
          BigInt(Number(billed) * 2) * unitPrice(core) + BigInt(Number(gib) * 2) * unitPrice(memory);
        return [[region, ((doubled + 1_000n) / 2_000n) * 1_000n]];
      });
      const derived = Object.entries(named(name).usdPerHour).map(([region, usd]) => [region, unitPrice(usd)]);
      expect(derived).toEqual(expected);
    }
  });

  it.each(['aws', 'azure', 'gcp'])(
    'of %s cost more where they are larger, within a family and region',
    (provider) => {
      const own = machines.filter((machine) => machine.provider === provider);
      const pairs = own.flatMap((smaller) =>
        own.filter((larger) => isMore(larger, smaller)).map((larger) => [larger, smaller] as const),
      );
      expect(pairs.length).toBeGreaterThan(50);
      for (const [larger, smaller] of pairs) {
        const cheaper = Object.entries(larger.usdPerHour)
          .filter(([region, usd]) => unitPrice(usd) <= unitPrice(smaller.usdPerHour[region] ?? '0'))
          .map(([region]) => `${larger.name} and ${smaller.name} in ${region}`);
        expect(cheaper).toEqual([]);
      }
    },
  );
});

/** Of one family ("m6i", "Standard_Ds_v4", "n2-highmem"), and more of everything. */
function isMore(larger: MachineType, smaller: MachineType): boolean {
  return (
    familyOf(larger) === familyOf(smaller) &&
    larger.vcpu > smaller.vcpu &&
    larger.memoryGib > smaller.memoryGib &&
    larger.gpu >= smaller.gpu
  );
}

function familyOf({ name }: MachineType): string {
  return name
    .replace(/\..*$/, '')
    .replace(/(?<=^Standard_[A-Z]+)\d+/, '')
    .replace(/-\d+$/, '');
}
