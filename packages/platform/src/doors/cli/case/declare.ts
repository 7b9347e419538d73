import { buildCommand } from '@stricli/core'

import { openCase } from '../../../core/case/index.ts'
import { openResponse } from '../../../core/response/index.ts'
import { impactOf } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { caseFlag, signature } from './access.ts'
import { recordLegalProfile } from '../clocks/access.ts'
import { adoptedLines, adoptPlan, planFlag } from './plan/adopt.ts'
import type { AnlaufContext } from '../context.ts'
import { readEmergencyPlan } from '../plan/file.ts'
import { chosenSystems, systemFlag } from '../flags/system-choice.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { parseLine, parseTime } from '../flags/flag-values.ts'
import { counted, formatTime, printJson, printLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'

interface DeclareFlags {
  readonly case: string
  readonly title: string
  readonly estate: string
  readonly exercise: boolean
  readonly system?: readonly string[]
  readonly onsetFrom?: Date
  readonly onsetTo?: Date
  readonly plan?: string
  readonly json: boolean
}

export const caseDeclare = buildCommand<DeclareFlags, [], AnlaufContext>({
  docs: {
    brief: 'Declare a case: every tenant of the estate becomes a restore unit',
    fullDescription:
      'Without --system all services of the estate count as hit: better to call one back than to forget one. The onset comes from "anlauf detect history".',
  },
  parameters: {
    flags: {
      case: caseFlag,
      title: { kind: 'parsed', parse: parseLine, brief: 'What happened, in one line', placeholder: 'text' },
      estate: estateFlag,
      exercise: { kind: 'boolean', default: false, brief: 'This is an exercise; every page says so' },
      system: systemFlag,
      onsetFrom: {
        kind: 'parsed',
        parse: parseTime,
        optional: true,
        brief: 'Encryption began after this time (ISO 8601)',
        placeholder: 'time',
      },
      onsetTo: {
        kind: 'parsed',
        parse: parseTime,
        optional: true,
        brief: 'Encryption began before this time (ISO 8601)',
        placeholder: 'time',
      },
      plan: { ...planFlag, optional: true, brief: 'Emergency plan that the case follows from now on' },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const estate = readEstateFile(flags.estate)
    const systems = chosenSystems(estate, flags.system)
    const onset = onsetOf(flags)
    // Read before anything is written: a plan with a mistake leaves no half declared case behind.
    const plan = flags.plan === undefined ? undefined : readEmergencyPlan(flags.plan)
    const { services } = impactOf(estate, systems)
    const tenants = estate.tenants.map(({ id }) => id)
    const { title, exercise } = flags
    await using stores = await openStores(this)
    const session = await openCase(stores.log, flags.case)
    await session.execute(
      { command: 'declare', title, exercise, tenants, services, systems, ...(onset && { onset }) },
      signature(this),
    )
    await recordLegalProfile(stores, flags.case, estate, signature(this))
    const response = await openResponse(stores.log, flags.case)
    if (plan !== undefined) await adoptPlan(this, response, { plan, estate, systems })
    const adopted = response.state.plan?.digest
    if (flags.json) {
      return printJson(this, { case: flags.case, title, exercise, tenants, services, onset, plan: adopted })
    }
    printLines(this, [
      `Case ${flags.case} declared: ${title}${exercise ? ' (exercise)' : ''}`,
      `  ${counted(tenants.length, 'tenant')} to bring back to work; services hit: ${services.join(', ') || 'none'}`,
      ...(onset === undefined
        ? []
        : [`  encryption began after ${formatTime(onset.from)}, before ${formatTime(onset.to)}`]),
      `Duties have clocks from now on: anlauf clocks list --case ${flags.case}`,
      ...adoptedLines(response, this.now().toISOString()),
      plan === undefined
        ? `Follow an emergency plan: anlauf case adopt --case ${flags.case} --plan FILE --estate ${flags.estate}`
        : `What to do now by the plan: anlauf case next --case ${flags.case}`,
      'Next: cut the attacked systems off, probe that nothing reaches them, and record the proof:',
      `  anlauf case isolated --case ${flags.case} --estate ${flags.estate} ${(flags.system ?? []).map((system) => `--system ${system} `).join('')}--proof FILE`,
    ])
  },
})

function onsetOf({ onsetFrom, onsetTo }: DeclareFlags): { from: string; to: string } | undefined {
  if (onsetFrom === undefined && onsetTo === undefined) return undefined
  if (onsetFrom !== undefined && onsetTo !== undefined && onsetFrom <= onsetTo) {
    return { from: onsetFrom.toISOString(), to: onsetTo.toISOString() }
  }
  throw new AnlaufError('input-invalid', 'The onset is an interval: both ends, the earlier one first.', {
    hint: 'Give --onset-from and --onset-to, as "anlauf detect history" prints them, or neither.',
  })
}
