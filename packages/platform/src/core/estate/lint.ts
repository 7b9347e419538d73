import { lintLayers } from './lint-layers.ts'
import type { Estate } from './model.ts'
import type { LintFinding } from './lint-finding.ts'

/** Unpreparedness that can be read off the estate alone. */
export function lintEstate(estate: Estate): readonly LintFinding[] {
  const contacts = new Map(estate.contacts.map((contact) => [contact.id, contact]))
  const withData = new Set(estate.datasets.map((dataset) => dataset.of))
  const findings: LintFinding[] = []
  const add = (rule: LintFinding['rule'], object: string, message: string, hint: string): void => {
    findings.push({ rule, object, message, hint })
  }
  for (const { id, recovery, offering } of estate.services) {
    if (recovery.proofs.length === 0)
      add(
        'service-without-proof',
        id,
        'Nobody says what must be proven before it opens.',
        'Add recovery.proofs, for instance [scan-clean, signoff-2].',
      )
    if (offering !== undefined && !withData.has(id))
      add(
        'service-without-data',
        id,
        'It is sold, but no data set belongs to it.',
        'Add its data set, or say in the notes that it holds no data.',
      )
  }
  for (const { id, tenantSlice, copies } of estate.datasets) {
    if (tenantSlice === undefined)
      add(
        'dataset-without-slice',
        id,
        'Nobody can tell whose files these are.',
        'Add tenantSlice, for instance "{tenant.slug}/**".',
      )
    if (copies.length === 0)
      add(
        'dataset-without-copies',
        id,
        'No copy of its backups is named.',
        'Add copies, at least one that an administrator cannot delete.',
      )
  }
  findings.push(...lintLayers(estate))
  for (const { id, consumers } of estate.credentials) {
    if (consumers.length === 0)
      add(
        'credential-without-consumer',
        id,
        'After a change nobody knows what stops working.',
        'Add consumers: the systems that use it.',
      )
  }
  for (const { id, connectors } of estate.systems) {
    if (Object.keys(connectors).length === 0)
      add(
        'system-without-isolation',
        id,
        'There is no way to cut it off.',
        'Add connectors, for instance {net: nftables}.',
      )
  }
  for (const tenant of estate.tenants) {
    const channels = tenant.contacts.flatMap((id) => contacts.get(id)?.channels ?? [])
    const own = tenant.subscriptions.flatMap(({ domain }) => (domain === undefined ? [] : [domain]))
    if (channels.length === 0)
      add('tenant-without-contact', tenant.id, 'Nobody can be told.', 'Add a contact with a phone number.')
    else if (
      channels.every(({ kind, to }) => kind === 'email' && own.some((domain) => to.endsWith(`@${domain}`)))
    ) {
      add(
        'tenant-channel-depends',
        tenant.id,
        'Every channel to it runs over what it loses in an attack.',
        'Add a phone number or an address elsewhere.',
      )
    }
  }
  return findings
}
