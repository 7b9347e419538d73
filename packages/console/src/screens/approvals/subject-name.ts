import type { ApprovalRequestShape } from '../../api/shapes.ts'
import { useTenantNames } from '../../parts/tenant-names.ts'

/** What a request is about, as people call it: a restore unit is a tenant, and so is whoever one letter or finding is about. */
export function useSubjectName(): (subject: ApprovalRequestShape['subject']) => string {
  const nameOf = useTenantNames()
  return ({ kind, name }) => (ofTenants.includes(kind) ? nameOf(name) : name)
}

const ofTenants: readonly ApprovalRequestShape['subject']['kind'][] = [
  'unit',
  'queue',
  'override',
  'letters',
  'findings',
]
