import type { Estate } from '../../../core/estate/index.ts'
import { servicesOf } from '../../../core/facts/index.ts'
import {
  countingSigners,
  type FindingState,
  findingQuestion,
  findingsInForce,
  harms,
  type StatementDesk,
} from '../../../core/statements/index.ts'
import type { Answer } from './statement-content.ts'

/** Every question about a tenant's services with the answer that holds; a question that nobody answered is open. */
export function answersOf(desk: StatementDesk, estate: Estate, tenant: string): readonly Answer[] {
  const holding = findingsInForce(desk, tenant)
  const named = new Set([...holding.values()].map(({ finding }) => finding.service))
  const services = [...new Set([...servicesOf(desk.case, estate, tenant), ...named])]
  return services.flatMap((service) => {
    const name = estate.services.find(({ id }) => id === service)?.name ?? { de: service, en: service }
    return classesOf(estate, service).flatMap((data) =>
      harms.map((harm): Answer => {
        const found = holdingFor(holding, { service, data, harm })
        if (found === undefined) {
          return { service, name, data, harm, verdict: 'open', evidence: [], signedBy: [] }
        }
        const { tenant: _tenant, ...finding } = found.finding
        const signedBy = [...new Set(countingSigners(found, desk.case).map(({ role }) => role))].toSorted()
        return { ...finding, service, name, data, harm, signedBy }
      }),
    )
  })
}

/** Data that nobody put in a class is a class too: it must not fall out of the letter. */
function classesOf(estate: Estate, service: string): readonly string[] {
  const classes = estate.datasets.flatMap((dataset) => (dataset.of === service ? dataset.classes : []))
  return classes.length === 0 ? ['unclassified'] : [...new Set(classes)].toSorted()
}

/** What was found for this data, or for all of the service: whichever knows more recently. */
function holdingFor(
  holding: ReadonlyMap<string, FindingState>,
  question: Parameters<typeof findingQuestion>[0],
): FindingState | undefined {
  const own = holding.get(findingQuestion(question))
  const all = holding.get(findingQuestion({ ...question, data: 'all' }))
  if (own === undefined || all === undefined) return own ?? all
  return Date.parse(all.finding.asOf) > Date.parse(own.finding.asOf) ? all : own
}
