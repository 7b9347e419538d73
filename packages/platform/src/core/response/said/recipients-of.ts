import type { NoticeState, RecipientState } from '../../notices/index.ts'

/** By tenant, once for each state of a notice: ten thousand tenants ask. */
const indexed = new WeakMap<object, ReadonlyMap<string, readonly RecipientState[]>>()

/** Who of a tenant got a notice. */
export function recipientsOf({ recipients }: NoticeState, tenant: string): readonly RecipientState[] {
  const known = indexed.get(recipients) ?? Map.groupBy(recipients.values(), (one) => one.tenant)
  indexed.set(recipients, known)
  return known.get(tenant) ?? []
}
