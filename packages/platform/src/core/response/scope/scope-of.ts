import { type Dataset, type Estate, impactOf, type Service, type Tenant } from '../../estate/index.ts'
import type { ScopeElement } from './scope.ts'

/**
 * What a case is about by the estate, when these systems are attacked. What the estate leaves open counts as hit, and
 * as personal data: better one notice too many than one forgotten.
 */
export function scopeOf(estate: Estate, attacked: readonly string[]): readonly ScopeElement[] {
  const impact = impactOf(estate, attacked)
  const hit = { services: new Set(impact.services), tenants: new Set(impact.tenants) }
  return [
    ...estate.tenants.map((tenant) => tenantElement(estate, tenant, hit.tenants)),
    ...estate.services.map((service) => serviceElement(service, hit.services)),
    ...estate.systems.map(({ id, kind, zones }): ScopeElement => {
      const services = estate.services.filter(({ runsOn }) => runsOn.includes(id)).map((one) => one.id)
      const affected = attacked.includes(id)
      return { of: 'systems', id, affected, known: { kind, zone: zones, name: id }, services, systems: [id] }
    }),
    ...estate.datasets.map((dataset) => datasetElement(dataset, hit.services)),
  ]
}

function tenantElement(estate: Estate, tenant: Tenant, hit: ReadonlySet<string>): ScopeElement {
  const used = servicesOf(estate, tenant)
  const ids = used.map(({ id }) => id)
  const language = estate.contacts
    .filter(({ id }) => tenant.contacts.includes(id))
    .flatMap(({ languages }) => languages)
  return {
    of: 'tenants',
    id: tenant.id,
    affected: hit.has(tenant.id) || used.length === 0,
    known: {
      personalData: mayHoldPersonalData(estate.datasets, ids),
      language: [...new Set(language)],
      ...(tenant.wave !== undefined && { wave: tenant.wave }),
    },
    services: ids,
    systems: [...new Set(used.flatMap(({ runsOn }) => runsOn))],
  }
}

/** What a tenant bought, and what that cannot do without. */
function servicesOf({ services }: Estate, { subscriptions }: Tenant): readonly Service[] {
  const offerings = new Set(subscriptions.map(({ offering }) => offering))
  const used = new Set(
    services.filter(({ offering }) => offering !== undefined && offerings.has(offering)).map(({ id }) => id),
  )
  for (let before = -1; before !== used.size;) {
    before = used.size
    for (const { id, dependsOn } of services) {
      if (!used.has(id)) continue
      for (const { service, kind } of dependsOn) if (kind !== 'soft') used.add(service)
    }
  }
  return services.filter(({ id }) => used.has(id))
}

/** Only data sets that all say what they hold, and none of it personal, mean no. */
function mayHoldPersonalData(datasets: readonly Dataset[], services: readonly string[]): boolean {
  const held = datasets.filter(({ of }) => services.includes(of))
  const isKnown = held.length > 0 && held.every(({ classes }) => classes.length > 0)
  return !isKnown || held.some(({ classes }) => classes.includes('personal'))
}

function serviceElement(service: Service, hit: ReadonlySet<string>): ScopeElement {
  const { id, runsOn, tenancy, recovery } = service
  const { tier } = recovery
  const known = { tenancy: tenancy.mode, name: id, ...(tier !== undefined && { tier }) }
  return { of: 'services', id, affected: hit.has(id), known, services: [id], systems: runsOn }
}

function datasetElement(dataset: Dataset, hit: ReadonlySet<string>): ScopeElement {
  const { id, of: service, on, source, classes } = dataset
  const known = { kind: source.kind, class: classes, service, name: id }
  return { of: 'datasets', id, affected: hit.has(service), known, services: [service], systems: [on] }
}
