import type { Estate } from './model.ts'

export interface Impact {
  /** Services that run there, and those that need them. */
  readonly services: readonly string[]
  readonly tenants: readonly string[]
  readonly subscriptions: readonly { readonly tenant: string; readonly offering: string }[]
}

/** Who is hit when systems are lost: their services, what depends on those, and every tenant that bought it. */
export function impactOf(estate: Estate, systems: readonly string[]): Impact {
  const hit = new Set(
    estate.services
      .filter(({ runsOn }) => runsOn.some((system) => systems.includes(system)))
      .map(({ id }) => id),
  )
  for (let before = -1; before !== hit.size;) {
    before = hit.size
    for (const { id, dependsOn } of estate.services) {
      if (dependsOn.some(({ service, kind }) => kind !== 'soft' && hit.has(service))) hit.add(id)
    }
  }
  const services = estate.services.filter(({ id }) => hit.has(id))
  const offerings = new Set(services.map(({ offering }) => offering))
  const subscriptions = estate.tenants.flatMap((tenant) =>
    tenant.subscriptions
      .filter(({ offering }) => offerings.has(offering))
      .map(({ offering }) => ({ tenant: tenant.id, offering })),
  )
  return {
    services: services.map(({ id }) => id),
    tenants: [...new Set(subscriptions.map(({ tenant }) => tenant))],
    subscriptions,
  }
}
