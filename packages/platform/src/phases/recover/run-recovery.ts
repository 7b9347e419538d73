import { join } from 'node:path'

import type { Repository } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import { checkPlan } from './check-plan.ts'
import { openCleanRoom } from './clean-room.ts'
import { type Content, contentWindows, keyOfBlobs, type WantedItem } from './contents.ts'
import { holdPlaces } from './held-places.ts'
import type { KnownHashes } from './hunt/known-hashes.ts'
import { type JournalEntry, outcomeKey } from './journal.ts'
import { judgeBatch, type JudgeCounts } from './judge-batch.ts'
import { type MendedMailbox, mendUnitMail } from './mail/index.ts'
import { type JudgedContent, onePass } from './one-pass.ts'
import { finishUnit, openUnit, type OpenUnit, type UnitOutcome } from './open-unit.ts'
import type { RecoveryPlan, UnitPlan } from './plan.ts'
import { openQuarantine, type Quarantine } from './quarantine.ts'
import type { Recheck } from './resume.ts'
import type { EngineDescription, Scanner } from './scanner.ts'
import { type Permit, settleContent, settleLink } from './settle.ts'
import { openStaging } from './staging.ts'
import type { VerdictCache } from './verdict-cache.ts'
import { orWriteFailure } from './write-failure.ts'

export interface RecoveryOptions {
  readonly repository: Repository
  readonly plan: RecoveryPlan
  /** Folder for clean files; one we made, an empty or a new one. */
  readonly cleanRoom: string
  readonly quarantine: string
  readonly scanner: Scanner
  readonly verdicts: VerdictCache
  /** Keeps what no tree says: hashes of files of several blobs, for a later hunt. */
  readonly knownHashes?: KnownHashes
  /** What people released although no engine calls it clean; without it nothing is. */
  readonly isPermitted?: Permit
  /** Only these units. */
  readonly units?: readonly string[]
  /** Digests of the database pieces that the case holds, by unit; what else lies there is not part of it. */
  readonly databases?: ReadonlyMap<string, ReadonlySet<string>>
  /** How closely a continued run looks at what is finished; default `changed`. */
  readonly recheck?: Recheck
  /** The items are a part of their unit: what takes the whole unit, mail lists, is left to whoever joins the parts. */
  readonly isPart?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: RecoveryProgress) => void
}

export interface RecoveryProgress {
  readonly done: number
  readonly total: number
  /** Logical bytes settled, whatever became of them. */
  readonly bytesDone: number
  readonly bytesTotal: number
}

export interface RecoveryOutcome {
  readonly units: readonly UnitOutcome[]
  readonly engine: string
  readonly engineVersion: string
  readonly ruleSetDigest: string
  /** Contents judged by the engine, and those whose verdict was known. */
  readonly scanned: number
  readonly fromCache: number
  /** What became of every Maildir of the units. */
  readonly mail: readonly MendedMailbox[]
  /** True when an interrupted run was continued. */
  readonly resumed: boolean
}

/**
 * Restores a plan into the clean room in one pass; see the door for what it guarantees. Interrupted, even by
 * kill -9, the same call continues; with another plan or rule set it starts the unit anew. What could not be
 * read, judged or placed is tried again by every run.
 * Throws `unsafe-target` (a folder that is not ours and not empty, or in which another run works), `no-space`,
 * `write-failed`, `scanner-failed`, `plan-invalid`, `aborted`, and the repository's errors except those of
 * single contents.
 */
export async function runRecovery(options: RecoveryOptions): Promise<RecoveryOutcome> {
  const { repository, plan, cleanRoom, signal } = options
  const plans = chosenUnits(options)
  checkPlan(plan, plans, repository.id)
  const engine = options.scanner.describe()
  try {
    using opened = new DisposableStack()
    opened.use(openCleanRoom(cleanRoom))
    const quarantine = openQuarantine(options.quarantine)
    const units = new Map<string, OpenUnit>()
    for (const unit of plans) {
      const recheck = options.recheck ?? 'changed'
      const open = await openUnit(cleanRoom, unit, { repository, engine, recheck, signal })
      units.set(unit.unit, opened.use(open))
    }
    const counts = await restoreUnits(options, units, engine, quarantine)
    const tools = { ...options, engine, quarantine, counts, signal }
    const mail: MendedMailbox[] = []
    for (const unit of options.isPart === true ? [] : units.values()) {
      mail.push(...(await mendUnitMail(unit, tools)))
    }
    return {
      units: [...units.values()].map((unit) => finishUnit(unit, options.databases?.get(unit.plan.unit))),
      engine: engine.engine,
      engineVersion: engine.version,
      ruleSetDigest: engine.ruleSetDigest,
      ...counts,
      mail,
      resumed: [...units.values()].some(({ journal }) => journal.resumed),
    }
  } catch (error) {
    throw signal?.aborted === true ? stopped(error) : orWriteFailure(error, cleanRoom)
  }
}

async function restoreUnits(
  options: RecoveryOptions,
  units: ReadonlyMap<string, OpenUnit>,
  engine: EngineDescription,
  quarantine: Quarantine,
): Promise<JudgeCounts> {
  const { repository, scanner, verdicts, signal } = options
  const staging = openStaging(join(options.cleanRoom, '.staging'))
  using _staging = { [Symbol.dispose]: () => staging.clear() }
  const plans = [...units.values()].map(({ plan }) => plan)
  const progress = trackProgress(units, options.onProgress)
  const counts = { scanned: 0, fromCache: 0 }
  const isDone = ({ unit, item }: WantedItem): boolean =>
    units.get(unit)?.journal.entries.has(outcomeKey(item)) ?? false
  for (const contents of contentWindows(plans, isDone)) {
    await onePass(contents, {
      repository,
      staging,
      signal,
      judge: (items) => judgeBatch({ scanner, engine, verdicts }, items, counts),
      settle: async (batch) => {
        using places = holdPlaces()
        const how = { places, isPermitted: options.isPermitted }
        const settle = (judged: JudgedContent) => settleContent(judged, units, quarantine, how)
        await settleBatch(batch, units, settle, progress)
        await options.knownHashes?.store(batch.flatMap(learned))
      },
    })
  }
  for (const unit of units.values()) {
    settleLinks(unit, engine)
    await unit.journal.flush()
  }
  return counts
}

function learned(judged: JudgedContent): { key: string; sha256: string }[] {
  const { blobs } = judged.content
  return 'problem' in judged || blobs.length < 2 ? [] : [{ key: keyOfBlobs(blobs), sha256: judged.sha256 }]
}

function chosenUnits({ plan, units }: RecoveryOptions): readonly UnitPlan[] {
  const chosen = plan.units.filter(({ unit }) => units === undefined || units.includes(unit))
  const unknown = (units ?? []).filter((unit) => !plan.units.some((one) => one.unit === unit))
  if (unknown.length === 0) return chosen
  throw new AnlaufError('not-found', `The plan has no unit ${unknown.join(', ')}.`, {
    hint: `It has: ${plan.units.map(({ unit }) => unit).join(', ')}.`,
  })
}

async function settleBatch(
  batch: readonly JudgedContent[],
  units: ReadonlyMap<string, OpenUnit>,
  settle: (judged: JudgedContent) => ReturnType<typeof settleContent>,
  progress: (content: Content) => void,
): Promise<void> {
  const added = new Map<string, JournalEntry[]>()
  for (const judged of batch) {
    for (const { unit, entry } of await settle(judged)) {
      const list = added.get(unit)
      if (list === undefined) added.set(unit, [entry])
      else list.push(entry)
    }
    progress(judged.content)
  }
  for (const [unit, entries] of added) await units.get(unit)?.journal.appendAside(entries)
}

/** After all files: a link that exists could be walked through. */
function settleLinks({ plan, folder, journal }: OpenUnit, engine: EngineDescription): void {
  const links = plan.items.filter((item) => item.type === 'symlink' && !journal.entries.has(outcomeKey(item)))
  journal.append(links.map((item) => settleLink(item, folder, engine)))
}

function trackProgress(
  units: ReadonlyMap<string, OpenUnit>,
  report: RecoveryOptions['onProgress'],
): (content: Content) => void {
  const figures = { done: 0, total: 0, bytesDone: 0, bytesTotal: 0 }
  for (const { plan, journal } of units.values()) {
    for (const item of plan.items) {
      if (item.type !== 'file') continue
      figures.total += 1
      figures.bytesTotal += item.size
      if (!journal.entries.has(outcomeKey(item))) continue
      figures.done += 1
      figures.bytesDone += item.size
    }
  }
  return (content) => {
    figures.done += content.items.length
    figures.bytesDone += content.items.length * content.size
    report?.({ ...figures })
  }
}

function stopped(cause: unknown): unknown {
  return new AnlaufError('aborted', 'The recovery was stopped.', {
    hint: 'Start the same command again when you are ready; it goes on where it stopped.',
    retry: 'now',
    cause,
  })
}
