/** Roles from lowest to highest; each may do what the ones before it may, where a rule does not say otherwise. */
export const ROLES = ['viewer', 'user', 'analyst', 'manager', 'admin', 'super_admin'] as const;
export type Role = (typeof ROLES)[number];

/** True where `role` stands at or above `least`. */
export function isAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}
