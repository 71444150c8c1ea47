import { FEATURE_NAMES } from './features.js';
import type { ShownFeatures } from './observation.js';

/** A shown list as training goes over it thousands of times: one block of numbers. */
export class FlatList {
  readonly size: number;
  /** Mean of each feature over the list. */
  readonly mean: Float64Array;
  private readonly values: Float64Array;
  private readonly width = FEATURE_NAMES.length;

  constructor(list: ShownFeatures) {
    this.size = list.length;
    this.values = new Float64Array(list.length * this.width);
    list.forEach((features, place) => this.values.set(features, place * this.width));
    this.mean = new Float64Array(this.width);
    for (let place = 0; place < this.size; place += 1) this.addTo(this.mean, place, 1 / this.size);
  }

  /** The features of one place. */
  at(place: number): Float64Array {
    return this.values.subarray(place * this.width, (place + 1) * this.width);
  }

  /** What the weights make of one place. */
  score(vector: Float64Array, place: number): number {
    const { values, width } = this;
    let sum = 0;
    for (let i = 0, at = place * width; i < width; i += 1, at += 1) {
      sum += (vector[i] as number) * (values[at] as number); // both within bounds
    }
    return sum;
  }

  /** `target += factor * features of the place` */
  addTo(target: Float64Array, place: number, factor: number): void {
    const { values, width } = this;
    for (let i = 0, at = place * width; i < width; i += 1, at += 1) {
      target[i] = (target[i] as number) + factor * (values[at] as number); // both within bounds
    }
  }
}
