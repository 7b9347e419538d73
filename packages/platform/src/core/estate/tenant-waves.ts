import type { Estate, Tenant } from './model.ts'

/** Tenants that come back together. */
export interface TenantWave {
  /** Place in the order, from 0. */
  readonly at: number
  /** Undefined: tenants that name no wave; they come last. */
  readonly wave: string | undefined
  readonly tenants: readonly Tenant[]
}

/** `pilot` first, then waves in the order in which the estate names them first, then tenants without one. */
export function tenantWaves({ tenants }: Pick<Estate, 'tenants'>): readonly TenantWave[] {
  const byWave = Map.groupBy(tenants, ({ wave }) => wave)
  const named = [...byWave.keys()].filter((wave) => wave !== undefined && wave !== 'pilot')
  return ['pilot', ...named, undefined].flatMap((wave, at) => {
    const members = byWave.get(wave)
    return members === undefined ? [] : [{ at, wave, tenants: members }]
  })
}
