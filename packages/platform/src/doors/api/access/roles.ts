import { roles as planRoles } from '../../../core/emergency-plan/index.ts'

/** The roles of the emergency plan; who looks after access, and nothing else; who only reads. */
export const roles = [...planRoles, 'administrator', 'auditor'] as const
export type Role = (typeof roles)[number]
