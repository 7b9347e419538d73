import type { Estate } from './model.ts'

/** How early a service is needed. */
export interface ServiceRank {
  /** Its own tier, or the lower one of a service that needs it; the largest integer without any. */
  readonly tier: number
  /** The service that gave it its tier, when that is not its own. */
  readonly from?: string
  /** Its wave in the restart order. */
  readonly depth: number
  readonly order: number
}

/**
 * A service is as urgent as the most urgent one that needs it: a directory of tier 3 below a mail service of tier 1
 * counts as tier 1. So sorting by tier, then depth, never puts a service before what it needs. The waves are those
 * of `restartOrder`.
 */
export function serviceRanks(
  { services }: Pick<Estate, 'services'>,
  waves: readonly (readonly string[])[],
): ReadonlyMap<string, ServiceRank> {
  const byId = new Map(services.map((service) => [service.id, service]))
  const ranks = new Map<string, ServiceRank>()
  for (const [depth, wave] of waves.entries()) {
    for (const id of wave) {
      const { tier, order } = byId.get(id)?.recovery ?? {}
      ranks.set(id, {
        tier: tier ?? Number.MAX_SAFE_INTEGER,
        depth,
        order: order ?? Number.MAX_SAFE_INTEGER,
      })
    }
  }
  // From what nobody needs down: everyone is settled before it passes its tier on.
  for (const id of waves.flat().reverse()) {
    const mine = ranks.get(id)
    for (const { service, kind } of byId.get(id)?.dependsOn ?? []) {
      const needed = ranks.get(service)
      if (kind === 'soft' || mine === undefined || needed === undefined || needed.tier <= mine.tier) continue
      ranks.set(service, { ...needed, tier: mine.tier, from: mine.from ?? id })
    }
  }
  return ranks
}
