import type { Catalogue, CloudRegion } from '../catalogue/catalogue.types.js';

/** The very region that was named. */
export const EXACT = 3;
const SAME_CITY = 2;
const SAME_COUNTRY = 1;

/** What a client's word for a region stands for. */
export interface Place {
  readonly text: string;
  readonly known: readonly CloudRegion[];
}

/** Regions are named in a provider's own way, by city, by country code, or by words that nobody knows. */
export function placesOf(names: readonly string[], catalogue: Catalogue): readonly Place[] {
  return names.map((name) => {
    const text = name.trim().toLowerCase();
    const words = text.split(/[^a-z0-9-]+/);
    return { text, known: catalogue.regions.filter((region) => words.includes(region.name.toLowerCase())) };
  });
}

/** How close a region is to the closest of the places, 0 (far from all) to 3 (the very one). */
export function closeness(region: CloudRegion, places: readonly Place[]): number {
  let best = 0;
  for (const { text, known } of places) {
    const isSame = known.some((other) => other.provider === region.provider && other.name === region.name);
    const city = region.city.toLowerCase();
    if (isSame) best = Math.max(best, EXACT);
    else if (text.includes(city) || known.some((other) => other.city === region.city))
      best = Math.max(best, SAME_CITY);
    else if (isCountry(text, region) || known.some((other) => other.country === region.country)) {
      best = Math.max(best, SAME_COUNTRY);
    }
  }
  return best;
}

function isCountry(text: string, region: CloudRegion): boolean {
  return text === region.country || (region.inEu && (text === 'eu' || text === 'europe'));
}
