import type { Programme } from '../../src/features/recommendations/catalogue/catalogue.types.js';
import type { situationOf } from './situations.js';

/*
 * The same assessment, changed in one respect: for tests that compare the advice on both.
 */

type Assessment = Parameters<typeof situationOf>[0];

export function withUsers(given: Assessment, factor: number): Assessment {
  const business = given.business_requirements;
  const growth = business?.growth_projection;
  if (!business || !growth) return given;
  const times = (count: number | null | undefined) => (count == null ? count : count * factor);
  const growth_projection = {
    current_users: times(growth.current_users),
    projected_users_6m: times(growth.projected_users_6m),
    projected_users_12m: times(growth.projected_users_12m),
  };
  return { ...given, business_requirements: { ...business, growth_projection } };
}

export function withRegulation(given: Assessment, programme: Programme): Assessment {
  const business = given.business_requirements ?? {};
  const compliance_requirements = [...(business.compliance_requirements ?? []), programme];
  return { ...given, business_requirements: { ...business, compliance_requirements } };
}

export function withBudget(given: Assessment, dollars: number): Assessment {
  const business = given.business_requirements ?? {};
  const budget_constraints = { ...business.budget_constraints, monthly_budget_limit: `${dollars}.00` };
  return { ...given, business_requirements: { ...business, budget_constraints } };
}

/** Every list the other way round, with its first item twice. */
export function shuffled(given: Assessment): Assessment {
  return turned(given) as Assessment; // the same fields
}

/** Without some of the answers; the title and the priority stay. */
export function thinned(given: Assessment, coins: Iterator<boolean>): Assessment {
  return without(given, coins, 0) as Assessment; // the same fields, some of them null
}

function turned(value: unknown): unknown {
  if (Array.isArray(value)) return [...value.slice(0, 1), ...value].toReversed().map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, turned(inner)]));
}

function without(value: unknown, coins: Iterator<boolean>, depth: number): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const stays = (depth === 0 && (name === 'title' || name === 'priority')) || coins.next().value === true;
      return [name, stays ? without(inner, coins, depth + 1) : null];
    }),
  );
}
