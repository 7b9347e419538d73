import { join, resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import { readPlanFile } from '../../phases/recover/index.ts'
import { cleanRoomOf, defaultBounds, giveOut, readGivenUnit } from '../../phases/recover/shards/index.ts'
import { caseFlag, openDeclaredCase } from './case-access.ts'
import { chosenUnits } from './chosen-units.ts'
import type { AnlaufContext } from './context.ts'
import { type EngineFlags, engineFlags, engineOptions } from './engine-flags.ts'
import { parseSize } from './flag-values.ts'
import { counted, printJson, printLines, progressLine } from './output.ts'
import { type NoLockFlag, noLockFlag, readingLock } from './reading-lock.ts'
import { followRun } from './recover-distribute-follow.ts'
import { recordGivenOut } from './recover-distribute-record.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from './repository-access.ts'
import { runLines } from './run-description.ts'
import { openStores } from './stores.ts'
import { positive, sharedFlag } from './worker.ts'
import { databaseUrl, forgetTries, jobKinds, openJobs, queueOf } from './worker-jobs.ts'

interface DistributeFlags extends RepositoryFlags, NoLockFlag, EngineFlags {
  readonly plan: string
  readonly shared: string
  readonly unit?: readonly string[]
  readonly case?: string
  readonly partSize: number
  readonly atOnce: number
  readonly perTenant: number
  readonly perWorker: number
  readonly detach: boolean
  readonly json: boolean
}

const count = (brief: string, standard: string) =>
  ({ kind: 'parsed', parse: Number, default: standard, brief, placeholder: 'count' }) as const

export const recoverDistribute = buildCommand<DistributeFlags, [], AnlaufContext>({
  docs: {
    brief: 'Give a plan out to all workers, follow them, and record what comes back',
    fullDescription:
      'Cuts the plan into parts and puts them into the queues of DATABASE_URL; "anlauf worker" on any machine works on them. The result is that of "recover run", in clean-room/ of the shared folder. Stopped or started again, the same command goes on: what is done stays, what failed is tried anew. Exit code 1 when a part failed or a file differs when read back.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      plan: { kind: 'parsed', parse: String, brief: 'File of "anlauf recover plan"', placeholder: 'file' },
      shared: sharedFlag,
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
      partSize: {
        kind: 'parsed',
        parse: parseSize,
        default: String(defaultBounds.maxBytes),
        brief: 'Bytes of a part; what a worker that dies loses at most',
        placeholder: 'size',
      },
      atOnce: count('Parts that run at once, on all machines together', '64'),
      perTenant: count('Parts of one tenant that run at once', '16'),
      perWorker: count('Parts that one worker does at once', '1'),
      detach: {
        kind: 'boolean',
        default: false,
        brief: 'Give out and end; the same command later records the result',
      },
      noLock: noLockFlag,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const url = databaseUrl(this)
    const limits = {
      inAll: positive(flags.atOnce, '--at-once'),
      perTenant: positive(flags.perTenant, '--per-tenant'),
      perWorker: positive(flags.perWorker, '--per-worker'),
    }
    const plan = readPlanFile(flags.plan)
    await using stores = await openStores(this)
    const session = flags.case === undefined ? undefined : await openDeclaredCase(this, stores, flags.case)
    const units = chosenUnits(plan, session, flags.unit)
    const repository = await openNamedRepository(this, flags)
    await using _lock = await readingLock(this, repository, flags)
    const engine = await engineOf(this, flags)
    const shared = resolve(flags.shared)
    const bounds = { ...defaultBounds, maxBytes: positive(flags.partSize, '--part-size') }
    const given = await giveOut({
      repository, plan, units, shared, engine, bounds, ...(flags.case !== undefined && { caseId: flags.case }),
    }) // prettier-ignore
    const parts = units.map((unit) => readGivenUnit(shared, { run: given.run, unit }, repository))
    if (session !== undefined) await recordGivenOut(this, session, given, parts)
    const { openWork } = await import('../../adapters/work/index.ts')
    await using work = await openWork({ url })
    const out = { shared, given, parts, repository }
    const jobs = parts.flatMap((one) => openJobs(out, one))
    for (const { id } of (await work.progress(given.run)).failed) forgetTries(shared, id)
    const queues = jobKinds.map((kind) => [queueOf(kind, engine), limits] as const)
    const started = await work.start(jobs, Object.fromEntries(queues))
    if (flags.detach)
      return tellGivenOut(this, flags, { run: given.run, open: jobs.length, started: started.length })
    using progress = progressLine(this, { quiet: flags.json })
    const recording = { stores, caseId: flags.case, plan, engine }
    const result = await followRun(this, { ...out, work, recording }, (figures) => progress.update(figures))
    progress.end()
    if (result.runs.some(({ verification }) => verification.problems.length > 0)) this.process.exitCode = 1
    const cleanRoom = cleanRoomOf(shared)
    const quarantine = join(shared, 'quarantine', given.run)
    if (flags.json) return printJson(this, { run: given.run, cleanRoom, quarantine, ...result.json })
    const state =
      flags.case === undefined ? undefined : (await openDeclaredCase(this, stores, flags.case)).state
    const skipped = plan.units.map(({ unit }) => unit).filter((unit) => !units.includes(unit))
    printLines(this, [
      ...runLines(result.outcome, result.runs, { quarantine, case: state, skipped: flags.unit === undefined ? skipped : [] }),
      `Clean room: ${cleanRoom}`,
    ]) // prettier-ignore
  },
})

/** The rules of this machine are those of the run. */
async function engineOf(context: AnlaufContext, flags: EngineFlags) {
  const scanner = await context.startScanner(engineOptions(context, flags))
  await using _scanner = { [Symbol.asyncDispose]: () => scanner.close() }
  return scanner.describe()
}

function tellGivenOut(
  context: AnlaufContext,
  { json, shared }: DistributeFlags,
  { run, open, started }: { run: string; open: number; started: number },
): void {
  if (json) return printJson(context, { run, open, started })
  printLines(context, [
    `${run}: ${counted(started, 'job')} given out now, ${open} open.`,
    `Workers: anlauf worker --shared ${shared} …`,
    'The same command without --detach follows them and records the result.',
  ])
}
