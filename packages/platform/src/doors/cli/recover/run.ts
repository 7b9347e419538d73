import { statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import type { CaseState } from '../../../core/case/index.ts'
import {
  memoryVerdictCache,
  readPlanFile,
  type RecoveryPlan,
  runRecovery,
  type Scanner,
  summarisePlan,
  type UnitOutcome,
  type Verification,
  verifyCleanRoom,
} from '../../../phases/recover/index.ts'
import { caseFlag, openDeclaredCase } from '../case/access.ts'
import { chosenUnits } from './chosen-units.ts'
import type { AnlaufContext } from '../context.ts'
import { type EngineFlags, engineFlags, engineOptions } from './engine-flags.ts'
import { formatBytes, printJson, printLines, progressLine } from '../terminal/output.ts'
import type { ProgressFigures } from '../terminal/progress-figures.ts'
import { planLines } from './plan-description.ts'
import { type NoLockFlag, noLockFlag, readingLock } from '../repo/reading-lock.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'
import { permitOf } from './queue/decisions.ts'
import { runLines, type UnitRun } from './run-description.ts'
import { settleUnit } from './settle-unit.ts'
import { openStores } from '../access/stores.ts'

interface RunFlags extends RepositoryFlags, NoLockFlag, EngineFlags {
  readonly plan: string
  readonly cleanRoom: string
  readonly quarantine: string
  readonly unit?: readonly string[]
  readonly case?: string
  readonly recheckContent: boolean
  readonly dryRun: boolean
  readonly json: boolean
}

export const recoverRun = buildCommand<RunFlags, [], AnlaufContext>({
  docs: {
    brief: 'Restore a plan into the clean room: verify and scan every byte before it is written',
    fullDescription:
      'One pass: fetch, verify, decrypt, hash, scan, write. Infected items go to quarantine, undecided ones wait for a person; neither fails the command. An interrupted run goes on where it stopped when the same command is started again; what somebody touched meanwhile is restored again. Afterwards every file is read back; exit code 1 when one differs.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      plan: { kind: 'parsed', parse: String, brief: 'File of "anlauf recover plan"', placeholder: 'file' },
      cleanRoom: {
        kind: 'parsed',
        parse: String,
        brief: 'Folder for clean files: new, empty, or of a run before',
        placeholder: 'folder',
      },
      quarantine: {
        kind: 'parsed',
        parse: String,
        brief: 'Folder for sealed infected and undecided files',
        placeholder: 'folder',
      },
      ...engineFlags,
      unit: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'Only this unit of the plan (repeatable)',
        placeholder: 'id',
      },
      case: { ...caseFlag, optional: true },
      recheckContent: {
        kind: 'boolean',
        default: false,
        brief: 'Continuing a run, read every finished file again, not only those that look touched',
      },
      dryRun: { kind: 'boolean', default: false, brief: 'Show what would be restored, write nothing' },
      noLock: noLockFlag,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const plan = readPlanFile(flags.plan)
    await using stores = flags.case === undefined ? undefined : await openStores(this)
    const session = stores === undefined ? undefined : await openDeclaredCase(this, stores, flags.case ?? '')
    const units = chosenUnits(plan, session, flags.unit)
    if (flags.dryRun) return showOnly(this, flags, only(plan, units))
    const repository = await openNamedRepository(this, flags)
    await using _lock = await readingLock(this, repository, flags)
    const verdicts = stores?.verdicts ?? memoryVerdictCache()
    const insides = stores?.insidesOf(repository)
    await using scanner = closing(
      await this.startScanner({
        ...engineOptions(this, flags),
        verdicts,
        ...(insides !== undefined && { insides }),
      }),
    )
    using progress = progressLine(this, { quiet: flags.json })
    const cleanRoom = resolve(flags.cleanRoom)
    const outcome = await runRecovery({
      repository,
      plan,
      units,
      cleanRoom,
      quarantine: resolve(flags.quarantine),
      scanner,
      verdicts,
      ...(stores === undefined ? {} : { knownHashes: stores.knownHashes }),
      ...(session !== undefined && { isPermitted: permitOf(session.state) }),
      ...(session === undefined ? {} : { databases: databasesOf(session.state) }),
      recheck: flags.recheckContent ? 'content' : 'changed',
      signal: this.signal,
      onProgress: (figures) => progress.update({ phase: 'recover', ...figures }),
    })
    const recording = { stores, caseId: flags.case }
    const runs: UnitRun[] = []
    for (const unit of outcome.units) {
      const verification = await readBack(this, cleanRoom, unit, (figures) => progress.update(figures))
      const inCase = await settleUnit(
        this,
        { ...recording, plan, engine: scanner.describe() },
        unit,
        verification,
      )
      runs.push({ outcome: unit, verification, inCase })
    }
    progress.end()
    if (runs.some(({ verification }) => verification.problems.length > 0)) this.process.exitCode = 1
    if (flags.json) printJson(this, { ...outcome, units: runs.map(jsonOf) })
    else {
      const { quarantine } = flags
      const state = stores && (await openDeclaredCase(this, stores, flags.case ?? '')).state
      const skipped = plan.units.map(({ unit }) => unit).filter((unit) => !units.includes(unit))
      const isAll = flags.unit === undefined
      printLines(this, runLines(outcome, runs, { quarantine, case: state, skipped: isAll ? skipped : [] }))
    }
  },
})

/** What was cut out of databases for the units, as the case holds it. */
function databasesOf({ units }: CaseState): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    [...units].map(([unit, { databases = [] }]) => [unit, new Set(databases.map(({ digest }) => digest))]),
  )
}

function only(plan: RecoveryPlan, units: readonly string[]): RecoveryPlan {
  return { ...plan, units: plan.units.filter(({ unit }) => units.includes(unit)) }
}

function showOnly(context: AnlaufContext, flags: RunFlags, plan: RecoveryPlan): void {
  const units = plan.units.map(summarisePlan)
  const bytes = units.reduce((sum, unit) => sum + unit.bytes, 0)
  const freeBytes = freeSpace(resolve(flags.cleanRoom))
  if (flags.json) return printJson(context, { dry_run: true, repository: plan.repository, units, freeBytes })
  printLines(context, [
    ...planLines(plan),
    `Space for ${flags.cleanRoom}: ${formatBytes(bytes)} needed, ${formatBytes(freeBytes)} free.${bytes > freeBytes ? ' That is NOT enough.' : ''}`,
    'Dry run: nothing was restored.',
  ])
}

/** Free bytes on the disk that holds a folder, or will. */
function freeSpace(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch (error) {
    if (dirname(folder) === folder) throw error
    return freeSpace(dirname(folder))
  }
}

function closing(scanner: Scanner): Scanner & AsyncDisposable {
  return { ...scanner, [Symbol.asyncDispose]: () => scanner.close() }
}

async function readBack(
  context: AnlaufContext,
  cleanRoom: string,
  unit: UnitOutcome,
  show: (figures: ProgressFigures) => void,
): Promise<Verification> {
  const figures = { phase: 'read back', done: 0, total: unit.files, bytesDone: 0, bytesTotal: unit.bytes }
  return verifyCleanRoom(cleanRoom, unit, {
    signal: context.signal,
    onFile: (bytes) => {
      figures.done += 1
      figures.bytesDone += bytes
      show(figures)
    },
  })
}

function jsonOf({ outcome, verification, inCase }: UnitRun): unknown {
  return {
    ...outcome,
    verified: verification.problems.length === 0,
    problems: verification.problems,
    inCase: inCase ?? null,
  }
}
