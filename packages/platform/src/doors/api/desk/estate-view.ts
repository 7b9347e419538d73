import { z } from '@hono/zod-openapi'

import { type Estate, impactOf, lintEstate, restartOrder } from '../../../core/estate/index.ts'
import { visibleText } from '../../../phases/recover/index.ts'
import type { EstateReading } from './desk-sources.ts'

const Words = z.object({ de: z.string(), en: z.string() })
const Count = z.int().min(0)
const Ids = z.array(z.string())

export const EstateView = z
  .object({
    problems: z.array(
      z.object({ line: Count, column: Count, path: z.string(), message: z.string(), hint: z.string() }),
    ),
    provider: z.object({ id: z.string(), name: z.string(), tz: z.string() }).nullable(),
    counts: z.object({ services: Count, systems: Count, datasets: Count, tenants: Count, contacts: Count }),
    waves: z.array(Ids).nullable().openapi({
      description: 'Services that may start together, in order; null when some wait for each other',
    }),
    cycles: z.array(Ids),
    services: z.array(
      z.object({
        id: z.string(),
        name: Words,
        runsOn: Ids,
        dependsOn: z.array(z.object({ service: z.string(), kind: z.enum(['hard', 'auth', 'soft']) })),
        tier: z.number().nullable(),
        rto: z.string().nullable(),
        proofs: Ids,
      }),
    ),
    systems: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        isolatedBy: Ids,
        services: Ids.openapi({ description: 'What stands still without it' }),
        tenants: Count,
      }),
    ),
    datasets: z.array(
      z.object({
        id: z.string(),
        of: z.string(),
        on: z.string(),
        copies: Ids,
        groups: Ids.openapi({ description: 'Folders whose files move together' }),
        tenantSlice: z.string().nullable(),
      }),
    ),
    findings: z.array(
      z.object({ rule: z.string(), object: z.string(), message: z.string(), hint: z.string() }),
    ),
  })
  .openapi('Estate')

export const TenantNames = z
  .object({ tenants: z.array(z.object({ id: z.string(), name: z.string() })) })
  .openapi('TenantNames')

type View = z.infer<typeof EstateView>

/** The estate as the screen shows it; texts of the file are made visible, mistakes said in the reader's language by `say`. */
export function estateView(reading: EstateReading, say: (english: string) => string): View {
  if ('estate' in reading) return wholeEstate(reading.estate)
  return {
    problems: reading.problems.map(({ line, column, path, message, hint }) => ({
      line,
      column,
      path,
      message: visibleText(say(message)),
      hint: visibleText(say(hint)),
    })),
    provider: null,
    counts: { services: 0, systems: 0, datasets: 0, tenants: 0, contacts: 0 },
    waves: null,
    cycles: [],
    services: [],
    systems: [],
    datasets: [],
    findings: [],
  }
}

/** A screen that shows an id where a name is not known goes on working, so mistakes in the file are no failure here. */
export function tenantNames(reading: EstateReading): z.infer<typeof TenantNames>['tenants'] {
  if (!('estate' in reading)) return []
  return reading.estate.tenants.map(({ id, name }) => ({ id, name: visibleText(name) }))
}

function wholeEstate(estate: Estate): View {
  const { provider, services, systems, datasets, tenants, contacts } = estate
  const order = restartOrder(estate)
  return {
    problems: [],
    provider: { id: provider.id, name: visibleText(provider.name), tz: provider.tz },
    counts: {
      services: services.length,
      systems: systems.length,
      datasets: datasets.length,
      tenants: tenants.length,
      contacts: contacts.length,
    },
    waves: 'waves' in order ? order.waves.map((wave) => [...wave]) : null,
    cycles: 'cycles' in order ? order.cycles.map((cycle) => [...cycle]) : [],
    services: services.map(({ id, name, runsOn, dependsOn, recovery }) => ({
      id,
      name: { de: visibleText(name.de), en: visibleText(name.en) },
      runsOn: [...runsOn],
      dependsOn: dependsOn.map(({ service, kind }) => ({ service, kind })),
      tier: recovery.tier ?? null,
      rto: recovery.rto ?? null,
      proofs: [...recovery.proofs],
    })),
    systems: systems.map(({ id, kind, connectors }) => {
      const impact = impactOf(estate, [id])
      const isolatedBy = Object.values(connectors)
      return { id, kind, isolatedBy, services: [...impact.services], tenants: impact.tenants.length }
    }),
    datasets: datasets.map(({ id, of, on, copies, groups, tenantSlice }) => ({
      id,
      of,
      on,
      copies: [...copies],
      groups: groups.map(visibleText),
      tenantSlice: tenantSlice ?? null,
    })),
    findings: lintEstate(estate).map(({ rule, object, message, hint }) => ({ rule, object, message, hint })),
  }
}
