import { buildCommand } from '@stricli/core'

import type { EmergencyPlan } from '../../../../core/emergency-plan/index.ts'
import type { Estate } from '../../../../core/estate/index.ts'
import { nextSteps, planView, type ResponseSession, scopeOf } from '../../../../core/response/index.ts'
import { readEstateFile } from '../../access/estate-file.ts'
import { openStores } from '../../access/stores.ts'
import type { AnlaufContext } from '../../context.ts'
import { estateFlag } from '../../flags/estate-flag.ts'
import { chosenSystems, systemFlag } from '../../flags/system-choice.ts'
import { readEmergencyPlan } from '../../plan/file.ts'
import { counted, printJson, printLines } from '../../terminal/output.ts'
import { caseFlag, signature } from '../access.ts'
import { jsonFlag, openDeclaredResponse, personFlag, personOf } from './access.ts'
import { languageFlag } from '../../flags/language.ts'
import { stepLines } from './step-lines.ts'

interface AdoptFlags {
  readonly case: string
  readonly plan: string
  readonly estate: string
  readonly system?: readonly string[]
  readonly person?: string
  readonly language: 'de' | 'en'
  readonly json: boolean
}

export const planFlag = {
  kind: 'parsed',
  parse: String,
  brief: 'Emergency plan; check it with "anlauf plan check"',
  placeholder: 'file',
} as const

export const caseAdopt = buildCommand<AdoptFlags, [], AnlaufContext>({
  docs: {
    brief: 'Let a case follow an emergency plan, stage by stage',
    fullDescription:
      'The case keeps the whole plan and what it is about: tenants, services, systems and data sets of the estate, with what is hit. From then on neither file is needed. Attacked systems are those of the declaration, of --system, or else all.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      plan: planFlag,
      estate: estateFlag,
      system: systemFlag,
      person: personFlag,
      language: languageFlag,
      json: jsonFlag,
    },
  },
  async func(flags) {
    const plan = readEmergencyPlan(flags.plan)
    const estate = readEstateFile(flags.estate)
    await using stores = await openStores(this)
    const session = await openDeclaredResponse(this, stores, flags.case)
    const systems = chosenSystems(estate, flags.system ?? session.state.case.systems)
    await adoptPlan(this, session, { plan, estate, systems, ...(flags.person && { person: flags.person }) })
    const now = this.now().toISOString()
    if (flags.json) return printJson(this, planView(session.state, { now, instances: 0 }))
    printLines(this, [
      ...adoptedLines(session, now),
      ...stepLines(nextSteps(session.state, { now }), { language: flags.language, caseId: flags.case }),
    ])
  },
})

/** Adopts a plan for a case; throws what the case refuses. */
export async function adoptPlan(
  context: AnlaufContext,
  session: ResponseSession,
  {
    plan,
    estate,
    systems,
    person,
  }: { plan: EmergencyPlan; estate: Estate; systems: readonly string[]; person?: string },
): Promise<void> {
  const by = personOf(context, person)
  const elements = scopeOf(estate, systems)
  await session.execute({ command: 'adoptPlan', plan, elements, person: by }, signature(context, person))
}

export function adoptedLines({ state }: ResponseSession, now: string): string[] {
  const view = planView(state, { now, instances: 0 })
  if (view === undefined) return []
  const { plan, counts, stages } = view
  const instances = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return [
    `The case ${view.case} follows the plan ${plan.id} ${plan.version}${view.exercise ? ' (exercise)' : ''}: ${counted(stages.length, 'stage')}, ${counted(instances, 'step')} to take.`,
    `  digest ${plan.digest}`,
  ]
}
