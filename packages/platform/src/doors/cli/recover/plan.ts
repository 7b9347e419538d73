import { existsSync } from 'node:fs'

import { buildCommand } from '@stricli/core'

import { declaredGroupOf, type Estate, restoreRank, serviceOf, tenantOf } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { detectHistory } from '../../../phases/detect/index.ts'
import {
  planRecovery,
  planWithDecisions,
  type RecoveryPlan,
  summarisePlan,
  wholeAlternative,
  writePlanFile,
} from '../../../phases/recover/index.ts'
import { caseFlag, openDeclaredCase } from '../case/access.ts'
import { type RecordedPlan, recordPlan } from '../case/record.ts'
import { decisionsIn } from './queue/decisions.ts'
import type { AnlaufContext } from '../context.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { counted, printJson, printLines, progressLine } from '../terminal/output.ts'
import { alternativeLines, planLines } from './plan-description.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'
import { openStores } from '../access/stores.ts'

interface PlanFlags extends RepositoryFlags {
  readonly estate: string
  readonly out: string
  readonly case?: string
  readonly unit?: readonly string[]
  readonly wholeSnapshot: boolean
  readonly json: boolean
}

export const recoverPlan = buildCommand<PlanFlags, [], AnlaufContext>({
  docs: {
    brief: 'Choose for every file the newest clean version, with its reason; restores nothing',
    fullDescription:
      'Runs detection, writes the plan to a new file and shows per tenant what would be restored and what is left out. It says beside it what whole backups would cost; --whole-snapshot takes those. With --case the plan is recorded, and follows what people decided about the case queue: a run for the case takes exactly this plan. A unit that is released already is recorded again only when it is named with --unit.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      estate: estateFlag,
      out: { kind: 'parsed', parse: String, brief: 'New file for the plan', placeholder: 'file' },
      case: { ...caseFlag, optional: true },
      unit: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'Only this tenant (repeatable)',
        placeholder: 'id',
      },
      wholeSnapshot: {
        kind: 'boolean',
        default: false,
        brief: 'Not file by file: all of the newest backup that is clean as a whole; later changes are lost',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const estate = readEstateFile(flags.estate)
    refuseExisting(flags.out)
    await using stores = flags.case === undefined ? undefined : await openStores(this)
    const session = stores === undefined ? undefined : await openDeclaredCase(this, stores, flags.case ?? '')
    const repository = await openNamedRepository(this, flags)
    const groups = (host: string, path: string) => declaredGroupOf(estate, { host, path })
    const place = (host: string, path: string) => tenantOf(estate, { host, path })
    using progress = progressLine(this, { quiet: flags.json })
    const report = await detectHistory(repository, {
      place,
      signal: this.signal,
      onProgress: ({ done, total, bytesDone }) =>
        progress.update({ phase: 'detect', done, total, bytesDone }),
    })
    const options = {
      place,
      groups,
      order: restoreRank(estate),
      wholeSnapshot: flags.wholeSnapshot,
      signal: this.signal,
    }
    const decisions = decisionsIn(session?.state, report, flags)
    const plan = chosen(
      decisions === undefined
        ? await planRecovery(repository, report, options)
        : await planWithDecisions(repository, report, { ...decisions, plan: options }),
      flags.unit,
    )
    const alternative = await wholeAlternative(repository, report, plan)
    progress.end()
    writePlanFile(flags.out, plan)
    const recorded = session === undefined ? undefined : await recordPlan(this, session, plan, flags.unit)
    if (flags.json) {
      const { repository: id, units } = plan
      return printJson(this, {
        plan: flags.out,
        repository: id,
        units: units.map(summarisePlan),
        services: bytesByService(plan, estate),
        ...(flags.wholeSnapshot ? { wholeSnapshot: alternative.series } : { alternative }),
        case: recorded,
      })
    }
    printLines(this, [
      ...planLines(plan),
      ...alternativeLines(alternative, flags.wholeSnapshot),
      `Written to ${flags.out}. Nothing was restored yet.`,
      ...(recorded === undefined ? [] : describeRecorded(flags.case ?? '', recorded)),
      'Next: read what is left out, then run the plan:',
      `  anlauf recover run --plan ${flags.out}${flags.repo === undefined ? '' : ` --repo ${flags.repo}`} --clean-room FOLDER --quarantine FOLDER${flags.case === undefined ? '' : ` --case ${flags.case}`}`,
    ])
  },
})

/** How much of each service's data the plan brings back; what no data set of the estate claims is not in it. */
function bytesByService({ units }: RecoveryPlan, estate: Estate): Record<string, number> {
  const bytes: Record<string, number> = Object.fromEntries(estate.services.map(({ id }) => [id, 0]))
  for (const { items } of units) {
    for (const { host, path, size } of items) {
      const service = serviceOf(estate, { host, path })
      if (service !== undefined) bytes[service] = (bytes[service] ?? 0) + size
    }
  }
  return bytes
}

/** Before the long work, not after it. */
function refuseExisting(file: string): void {
  if (!existsSync(file)) return
  throw new AnlaufError('unsafe-target', `${file} exists already.`, {
    hint: 'Name a new file, or move this one away; a plan that somebody may have approved is not overwritten.',
  })
}

function chosen(plan: RecoveryPlan, named: readonly string[] | undefined): RecoveryPlan {
  const known = plan.units.map(({ unit }) => unit)
  if (known.length === 0) {
    throw new AnlaufError('nothing-to-do', 'The repository holds no file that could be restored.', {
      hint: 'Check that you named the right repository: anlauf repo snapshots',
    })
  }
  const unknown = (named ?? []).filter((unit) => !known.includes(unit))
  if (unknown.length > 0) {
    throw new AnlaufError('not-found', `The backups hold nothing of the unit ${unknown.join(', ')}.`, {
      hint: `They hold data of: ${known.join(', ')}.`,
    })
  }
  return named === undefined
    ? plan
    : { ...plan, units: plan.units.filter(({ unit }) => named.includes(unit)) }
}

function describeRecorded(id: string, { recorded, unchanged, released, notInCase }: RecordedPlan): string[] {
  const list = (units: readonly string[], what: string): string[] =>
    units.length === 0 ? [] : [`  ${what}: ${units.join(', ')}`]
  return [
    `Case ${id}: the plan of ${counted(recorded.length, 'unit')} was recorded.`,
    ...list(unchanged, 'recorded before, the same'),
    ...list(released, 'released already, not recorded again (name them with --unit to start anew)'),
    ...list(notInCase, 'not in the case, so it cannot be released there'),
  ]
}
