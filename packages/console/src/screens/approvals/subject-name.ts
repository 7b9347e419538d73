import type { ApprovalRequestShape } from '../../api/shapes.ts'
import { useTenantNames } from '../../parts/tenant-names.ts'

/** What a request is about, as people call it: a restore unit is a tenant, and so is whoever gets one letter. */
export function useSubjectName(): (subject: ApprovalRequestShape['subject']) => string {
  const nameOf = useTenantNames()
  return ({ kind, name }) =>
    kind === 'unit' || kind === 'queue' || kind === 'override' || kind === 'letters' ? nameOf(name) : name
}
