import { FEATURE_NAMES } from './features.js';
import type { FlatList } from './flat-list.js';

/** What somebody said of one place of a list, for it (1) or against it (-1), and how much it counts. */
export interface Voice {
  readonly userId: string;
  readonly list: FlatList;
  readonly place: number;
  readonly sign: number;
  readonly weight: number;
}

/**
 * How many standard errors, squared, what is said of a feature must be above nothing before it counts at all. With 4, two
 * standard errors: what people do at random passes as rarely as in a test at the 5 % level.
 */
const DOUBT = 4;

/**
 * How far what was said of each feature can be believed, 0 to 1: `1 - 4 * variance / sum²`, never negative (positive-part
 * shrinkage, James & Stein 1961, by feature). All that one user said of one place of one list is one saying: of those that
 * agree the trust grows with their number; those that contradict each other leave the feature where the calculated score
 * has it.
 */
export function trustOf(voices: readonly Voice[]): readonly number[] {
  const width = FEATURE_NAMES.length;
  const sums = new Float64Array(width);
  const squares = new Float64Array(width);
  for (const saying of sayingsOf(voices)) {
    const [{ list, place }] = saying;
    const net = saying.reduce((sum, { sign, weight }) => sum + sign * weight, 0);
    const features = list.at(place);
    for (let i = 0; i < width; i += 1) {
      const said = net * ((features[i] ?? 0) - (list.mean[i] ?? 0));
      sums[i] = (sums[i] ?? 0) + said;
      squares[i] = (squares[i] ?? 0) + said ** 2;
    }
  }
  return Array.from(sums, (sum, i) => {
    const square = sum ** 2;
    return square === 0 ? 0 : Math.max(0, 1 - (DOUBT * (squares[i] ?? 0)) / square);
  });
}

type Saying = readonly [Voice, ...Voice[]];

function sayingsOf(voices: readonly Voice[]): readonly Saying[] {
  const ofList = new Map<FlatList, Map<string, [Voice, ...Voice[]]>>();
  for (const voice of voices) {
    const sayings = ofList.get(voice.list) ?? new Map<string, [Voice, ...Voice[]]>();
    ofList.set(voice.list, sayings);
    const name = `${voice.place} ${voice.userId}`;
    const saying = sayings.get(name);
    if (saying === undefined) sayings.set(name, [voice]);
    else saying.push(voice);
  }
  return [...ofList.values()].flatMap((sayings) => [...sayings.values()]);
}
