import { invariant } from '../../../kernel/errors.js';
import { priceOf, sumOf, type Usd, unitPrice } from '../../../kernel/money.js';
import { GCP_SHAPES } from './data/gcp-shapes.js';
import { AWS_MACHINES } from './data/machines-aws.js';
import { AZURE_MACHINES } from './data/machines-azure.js';
import { GCP_RATES } from './data/machines-gcp.js';

/** The machines of the data files, as rows that the schema has yet to check. Google's are priced by their vCPU and memory. */
export function machineTypes(): readonly unknown[] {
  const rates = rowsOf(GCP_RATES);
  return [
    ...rowsOf(AWS_MACHINES).map((row) => listed('aws', row)),
    ...rowsOf(AZURE_MACHINES).map((row) => listed('azure', row)),
    ...rowsOf(GCP_SHAPES).map((row) => derived(row, rates)),
  ];
}

type Row = Readonly<Record<string, string>>;

const NO_PRICE = '-';

function listed(provider: 'aws' | 'azure', { machine, vcpu, gib, gpu, family, ...prices }: Row): unknown {
  return {
    provider,
    name: machine,
    vcpu: Number(vcpu),
    memoryGib: Number(gib),
    gpu: Number(gpu),
    family,
    usdPerHour: Object.fromEntries(Object.entries(prices).filter(([, usd]) => usd !== NO_PRICE)),
  };
}

function derived({ machine, vcpu, billed, gib, family, rate }: Row, rates: readonly Row[]): unknown {
  const cores = rates.find((row) => row['family'] === rate && row['unit'] === 'vcpu');
  const memory = rates.find((row) => row['family'] === rate && row['unit'] === 'gib');
  invariant(cores && memory, `No rates of ${rate} for ${machine}`);
  const usdPerHour = Object.keys(cores)
    .filter((name) => name !== 'family' && name !== 'unit')
    .flatMap((region) => {
      const [perCore = NO_PRICE, perGib = NO_PRICE] = [cores[region], memory[region]];
      if (perCore === NO_PRICE || perGib === NO_PRICE) return [];
      const parts = [priceOf(unitPrice(perCore), Number(billed)), priceOf(unitPrice(perGib), Number(gib))];
      return [[region, sixPlaces(sumOf(parts))]];
    });
  return {
    provider: 'gcp',
    name: machine,
    vcpu: Number(vcpu),
    memoryGib: Number(gib),
    gpu: 0,
    family,
    usdPerHour: Object.fromEntries(usdPerHour),
  };
}

/** A table of text: the first line names the columns, blanks part them. */
function rowsOf(table: string): readonly Row[] {
  const [head = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return rows.map((cells) => {
    invariant(cells.length === head.length, `${cells.length} cells for ${head.length} columns: ${cells[0]}`);
    return Object.fromEntries(head.map((name, index) => [name, cells[index] ?? '']));
  });
}

function sixPlaces(amount: Usd): string {
  const digits = String(amount).padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
