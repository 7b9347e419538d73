import { checkGroups } from './check-groups.ts'
import { checkProtection } from './check-protection.ts'
import type { Estate } from './model.ts'
import { nearest } from './nearest.ts'
import { problem, type Reading } from './shape.ts'

/** Ids that occur twice, and references that lead nowhere. */
export function checkReferences(reading: Reading, estate: Estate): void {
  const kinds = [
    'contacts',
    'products',
    'services',
    'systems',
    'datasets',
    'credentials',
    'tenants',
    'clusters',
  ] as const
  for (const kind of kinds) checkUnique(reading, kind, estate[kind])
  checkUnique(reading, 'protection.copies', estate.protection.copies)
  checkUnique(reading, 'contracts', estate.contracts)
  checkProtection(reading, estate)
  checkGroups(reading, estate)
  const idsOf = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id)
  const [services, systems, contacts] = [
    idsOf(estate.services),
    idsOf(estate.systems),
    idsOf(estate.contacts),
  ]
  const offerings = estate.products.flatMap((product) => product.offerings)
  const refer = (path: string, what: string, id: string, known: readonly string[]): void => {
    if (known.includes(id)) return
    const guess = nearest(id, known)
    const hint =
      guess === undefined ? `Known: ${known.join(', ') || 'none yet'}.` : `Did you mean "${guess}"?`
    problem(reading, undefined, path, `there is no ${what} "${id}"`, hint)
  }
  const clusters = idsOf(estate.clusters)
  estate.services.forEach((service, at) => {
    const path = `services[${at}]`
    service.runsOn.forEach((system, n) => refer(`${path}.runsOn[${n}]`, 'system', system, systems))
    service.dependsOn.forEach((other, n) =>
      refer(`${path}.dependsOn[${n}].service`, 'service', other.service, services),
    )
    if (service.offering !== undefined) refer(`${path}.offering`, 'offering', service.offering, offerings)
  })
  estate.systems.forEach((system, at) => {
    if (system.host !== undefined) refer(`systems[${at}].host`, 'cluster', system.host, clusters)
  })
  estate.datasets.forEach((dataset, at) => {
    refer(`datasets[${at}].of`, 'service', dataset.of, services)
    refer(`datasets[${at}].on`, 'system', dataset.on, systems)
  })
  estate.credentials.forEach((credential, at) => {
    refer(`credentials[${at}].at`, 'system', credential.at, systems)
    credential.consumers.forEach((system, n) =>
      refer(`credentials[${at}].consumers[${n}]`, 'system', system, systems),
    )
  })
  estate.tenants.forEach((tenant, at) => {
    tenant.contacts.forEach((contact, n) =>
      refer(`tenants[${at}].contacts[${n}]`, 'contact', contact, contacts),
    )
    tenant.subscriptions.forEach(({ offering }, n) =>
      refer(`tenants[${at}].subscriptions[${n}].offering`, 'offering', offering, offerings),
    )
  })
  estate.contracts.forEach((contract, at) =>
    contract.tenants?.forEach((tenant, n) =>
      refer(`contracts[${at}].tenants[${n}]`, 'tenant', tenant, idsOf(estate.tenants)),
    ),
  )
  estate.clusters.forEach((cluster, at) =>
    cluster.runs.forEach((system, n) => refer(`clusters[${at}].runs[${n}]`, 'system', system, systems)),
  )
}

function checkUnique(reading: Reading, kind: string, list: readonly { readonly id: string }[]): void {
  const seen = new Map<string, number>()
  list.forEach(({ id }, at) => {
    const first = seen.get(id)
    if (first === undefined) return seen.set(id, at)
    return problem(
      reading,
      undefined,
      `${kind}[${at}].id`,
      `the id "${id}" is used twice`,
      `Rename this one or ${kind}[${first}].`,
    )
  })
}
