import { z } from '@hono/zod-openapi'

import { statusOf } from '../../../core/case/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { servicesOf } from '../../../core/facts/index.ts'
import { statementWords } from '../../../core/messages/index.ts'
import {
  askedFindings,
  countingSigners,
  findingsInForce,
  type FindingState,
  harms,
  isInForce,
  rolesStating,
  type StatementDesk,
  verdicts,
} from '../../../core/statements/index.ts'

const Words = z.object({ de: z.string(), en: z.string() })
const Time = z.string().openapi({ format: 'date-time' })

export const FindingView = z
  .object({
    hash: z.string(),
    service: z.string(),
    data: z.string(),
    harm: z.enum(harms),
    verdict: z.enum(verdicts),
    stands: z
      .enum(['in force', 'replaced', 'waiting'])
      .openapi({ description: 'Replaced: later knowledge holds. Waiting: signatures are missing' }),
    period: z.object({ from: Time, to: Time }).nullable(),
    bytes: z.object({ atLeast: z.int(), atMost: z.int() }).nullable(),
    grounds: Words.nullable(),
    gaps: Words.nullable(),
    evidence: z.array(z.string()),
    asOf: Time,
    signedBy: z.array(z.object({ person: z.string(), role: z.string() })),
  })
  .openapi('Finding')

export const TenantFindings = z
  .object({
    tenant: z.string(),
    name: z.string(),
    services: z
      .array(
        z.object({
          id: z.string(),
          name: Words,
          data: z
            .array(z.object({ id: z.string(), name: Words }))
            .openapi({ description: 'Kinds of data in it' }),
        }),
      )
      .openapi({
        description: 'What can be asked: services of this customer, and the kinds of data in each',
      }),
    findings: z.array(FindingView).openapi({ description: 'The latest knowledge first' }),
    open: z
      .array(z.object({ service: z.string(), harm: z.enum(harms) }))
      .openapi({ description: 'Questions that nobody answered for all kinds of data: not examined yet' }),
    requests: z
      .array(z.string())
      .openapi({ description: 'Requests for signatures that wait and are about this customer' }),
    roles: z.object({ any: z.array(z.string()), excluded: z.array(z.string()) }),
  })
  .openapi('TenantFindings')

/** What was found about one tenant, and what nobody examined yet. */
export function tenantFindings(
  desk: StatementDesk,
  estate: Estate,
  tenant: string,
  now: Date,
): z.infer<typeof TenantFindings> {
  const holding = findingsInForce(desk, tenant)
  const inForce = new Set([...holding.values()].map(({ hash }) => hash))
  const all = [...(desk.findings.get(tenant)?.values() ?? [])]
    .filter((one) => inForce.has(one.hash) || countingSigners(one, desk.case).length > 0)
    .toSorted((a, b) => Date.parse(b.finding.asOf) - Date.parse(a.finding.asOf))
  const services = servicesOf(desk.case, estate, tenant).map((id) => serviceView(estate, id))
  return {
    tenant,
    name: estate.tenants.find(({ id }) => id === tenant)?.name ?? tenant,
    services,
    findings: all.map((one) => findingView(one, desk, inForce)),
    open: services.flatMap(({ id: service, data }) =>
      harms.flatMap((harm) => {
        const isAnswered = (of: string): boolean => holding.has(`${service} ${of} ${harm}`)
        const isWhole = isAnswered('all') || (data.length > 0 && data.every(({ id }) => isAnswered(id)))
        return isWhole ? [] : [{ service, harm }]
      }),
    ),
    requests: waitingFor(desk, tenant, now),
    roles: {
      any: [...rolesStating({ verdict: 'possible' })],
      excluded: [...rolesStating({ verdict: 'excluded' })],
    },
  }
}

function serviceView(estate: Estate, id: string) {
  const classes = estate.datasets.flatMap((dataset) => (dataset.of === id ? dataset.classes : []))
  const name = estate.services.find((one) => one.id === id)?.name ?? { de: id, en: id }
  return {
    id,
    name: { ...name },
    data: [...new Set(classes)].toSorted().map((kind) => ({
      id: kind,
      name: { de: statementWords.de.dataClass(kind), en: statementWords.en.dataClass(kind) },
    })),
  }
}

function findingView(
  one: FindingState,
  desk: StatementDesk,
  inForce: ReadonlySet<string>,
): z.infer<typeof FindingView> {
  const { service, data, harm, verdict, period, bytes, grounds, gaps, evidence, asOf } = one.finding
  const stands = inForce.has(one.hash) ? 'in force' : isInForce(one, desk.case) ? 'replaced' : 'waiting'
  return {
    hash: one.hash,
    service,
    data,
    harm,
    verdict,
    stands,
    period: period === undefined ? null : { ...period },
    bytes: bytes === undefined ? null : { ...bytes },
    grounds: grounds === undefined ? null : { ...grounds },
    gaps: gaps === undefined ? null : { ...gaps },
    evidence: [...evidence],
    asOf,
    signedBy: countingSigners(one, desk.case).map(({ person, role }) => ({ person, role })),
  }
}

function waitingFor(desk: StatementDesk, tenant: string, now: Date): string[] {
  const at = now.toISOString()
  return [...desk.case.requests.values()].flatMap((request) => {
    if (request.subject.kind !== 'findings' || statusOf(desk.case, request, at) !== 'open') return []
    const isAbout = askedFindings(desk.case.id, request)?.some((one) => one.tenant === tenant) === true
    return isAbout ? [request.request] : []
  })
}
