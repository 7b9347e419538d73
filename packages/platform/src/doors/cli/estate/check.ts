import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { type Estate, impactOf, lintEstate, restartOrder } from '../../../core/estate/index.ts'
import type { AnlaufContext } from '../context.ts'
import { parseEstateFile } from '../access/estate-file.ts'
import { counted, printJson, printLines, tableLines } from '../terminal/output.ts'

export const estateCheck = buildCommand<{ json: boolean }, [string], AnlaufContext>({
  docs: {
    brief: 'Check an estate file: mistakes, restart order, who is hit by what, gaps',
    fullDescription:
      'Prints every mistake with line, column and remedy. A file without mistakes is answered with the order in which services come back, what the loss of each system and cluster means, and gaps that would hurt. Exit code 1 for mistakes and for services that wait for each other; gaps alone do not fail.',
  },
  parameters: {
    flags: { json: { kind: 'boolean', default: false, brief: 'JSON on stdout' } },
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'Estate file', placeholder: 'file' }] },
  },
  func({ json }, file) {
    const parsed = parseEstateFile(file)
    if ('problems' in parsed) {
      const { problems } = parsed
      this.process.exitCode = 1
      if (json) return printJson(this, { problems })
      return printLines(this, [
        ...problems.flatMap(({ line, column, message, hint }) => [
          `${file}:${line}:${column}: ${printName(message)}`,
          `    What to do: ${printName(hint)}`,
        ]),
        `${counted(problems.length, 'mistake')} in ${file}.`,
      ])
    }
    const facts = factsOf(parsed.estate)
    if ('cycles' in facts.restartOrder) this.process.exitCode = 1
    if (json) printJson(this, { problems: [], ...facts })
    else printLines(this, describe(file, parsed.estate, facts))
  },
})

interface EstateFacts {
  readonly restartOrder: ReturnType<typeof restartOrder>
  readonly impact: readonly Loss[]
  readonly findings: ReturnType<typeof lintEstate>
}

/** Who is hit when one system, or all systems of a cluster, are lost. */
interface Loss {
  readonly kind: 'cluster' | 'system'
  readonly id: string
  readonly services: readonly string[]
  readonly tenants: readonly string[]
}

function factsOf(estate: Estate): EstateFacts {
  const loss = (kind: Loss['kind'], id: string, systems: readonly string[]): Loss => {
    const { services, tenants } = impactOf(estate, systems)
    return { kind, id, services, tenants }
  }
  return {
    restartOrder: restartOrder(estate),
    impact: [
      ...estate.clusters.map(({ id, runs }) => loss('cluster', id, runs)),
      ...estate.systems.map(({ id }) => loss('system', id, [id])),
    ],
    findings: lintEstate(estate),
  }
}

function describe(file: string, estate: Estate, { restartOrder, impact, findings }: EstateFacts): string[] {
  const counts = [
    counted(estate.services.length, 'service'),
    counted(estate.systems.length, 'system'),
    counted(estate.datasets.length, 'data set'),
    counted(estate.tenants.length, 'tenant'),
  ]
  return [
    `${file} has no mistakes: ${counts.join(', ')}.`,
    '',
    ...describeOrder(restartOrder),
    '',
    'When it is lost, this stands still:',
    ...tableLines(impact.map((loss) => [`  ${loss.kind}`, loss.id, tenants(loss, estate), services(loss)])),
    '',
    ...(findings.length === 0
      ? ['No gaps were found.']
      : [`${counted(findings.length, 'gap')} that would hurt in the night:`]),
    ...findings.flatMap(({ rule, object, message, hint }) => [
      `  ${object}: ${message} (${rule})`,
      `      What to do: ${hint}`,
    ]),
  ]
}

function describeOrder(order: EstateFacts['restartOrder']): string[] {
  if ('waves' in order) {
    return [
      'Restart order; services of one wave may start together:',
      ...order.waves.map((wave, at) => `  ${String(at + 1).padStart(2)}  ${wave.join(', ')}`),
    ]
  }
  return [
    'There is no restart order: these services wait for each other.',
    ...order.cycles.map((cycle) => `  ${[...cycle, cycle[0]].join(' -> ')}`),
    'What to do: make one dependency of each circle soft, or say how the first service starts without it.',
  ]
}

function tenants({ tenants }: Loss, estate: Estate): string {
  if (tenants.length === 0) return 'no tenant'
  if (tenants.length === estate.tenants.length)
    return tenants.length === 1 ? '1 tenant' : `all ${tenants.length} tenants`
  return counted(tenants.length, 'tenant')
}

function services({ services }: Loss): string {
  return services.length === 0 ? 'no service' : services.join(', ')
}
