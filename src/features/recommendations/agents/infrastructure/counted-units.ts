import type { Situation } from '../../advice/situation.js';
import { hostingOffer } from '../cloud/hosting.js';
import { shapeOf } from '../cloud/shape.js';

/** True where the compute advice takes machines, by themselves or in a cluster; else the provider runs copies of the application. */
export function runsOnMachines(situation: Situation): boolean {
  const { plan } = situation;
  if (plan.region === null) return true;
  const { hosting } = shapeOf(situation);
  const isByUse = hosting === 'managed_containers' || hosting === 'functions';
  return !isByUse || hostingOffer(situation, plan.primary, hosting) === null;
}

/** What is counted, as the compute advice has it run. */
export function countedUnits(situation: Situation): 'machines' | 'copies' {
  return runsOnMachines(situation) ? 'machines' : 'copies';
}
