import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Repository } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import { type Content, contentWindows, type WantedItem } from './contents.ts'
import { type ItemOutcome, type Journal, openJournal, outcomeKey } from './journal.ts'
import { judgeBatch, type Judges } from './judge-batch.ts'
import { manifestDigest, type ManifestLine, manifestText } from './manifest.ts'
import { type JudgedContent, onePass } from './one-pass.ts'
import { type RecoveryPlan, summarisePlan, type UnitPlan } from './plan.ts'
import { openQuarantine, type Quarantine } from './quarantine.ts'
import type { Scanner } from './scanner.ts'
import { settleContent, settleLink } from './settle.ts'
import { openStaging } from './staging.ts'
import { unitFolder } from './unit-folder.ts'
import type { VerdictCache } from './verdict-cache.ts'

export interface RecoveryOptions {
  readonly repository: Repository
  readonly plan: RecoveryPlan
  /** Folder for clean files; one we made, an empty or a new one. */
  readonly cleanRoom: string
  readonly quarantine: string
  readonly scanner: Scanner
  readonly verdicts: VerdictCache
  /** Only these units. */
  readonly units?: readonly string[]
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

export interface UnitOutcome {
  readonly unit: string
  readonly planDigest: string
  readonly manifestFile: string
  readonly manifestDigest: string
  readonly files: number
  readonly bytes: number
  readonly quarantined: readonly Extract<ItemOutcome, { kind: 'quarantined' }>[]
  readonly caseReview: readonly Extract<ItemOutcome, { kind: 'caseReview' }>[]
}

export interface RecoveryOutcome {
  readonly units: readonly UnitOutcome[]
  readonly engine: string
  readonly engineVersion: string
  readonly ruleSetDigest: string
  /** Contents judged by the engine, and those whose verdict was known. */
  readonly scanned: number
  readonly fromCache: number
  /** True when an interrupted run was continued. */
  readonly resumed: boolean
}

/**
 * Restores a plan into the clean room in one pass; see the door for what it guarantees. Interrupted, even by
 * kill -9, the same call continues; with another plan or rule set it starts the unit anew.
 * Throws `unsafe-target` (a folder that is not ours and not empty), `no-space`, `write-failed`,
 * `scanner-failed`, `plan-invalid`, and the repository's errors except those of single contents.
 */
export async function runRecovery(options: RecoveryOptions): Promise<RecoveryOutcome> {
  const { repository, scanner, signal } = options
  requireOwnPlan(options)
  requireOwnFolder(options.cleanRoom)
  const plans = chosenUnits(options)
  const engine = scanner.describe()
  const judges: Judges = { scanner, engine, verdicts: options.verdicts }
  const counts = { scanned: 0, fromCache: 0 }
  const quarantine = openQuarantine(options.quarantine)
  const staging = openStaging(join(options.cleanRoom, '.staging'))
  const units = new Map(plans.map((plan) => [plan.unit, openUnit(options.cleanRoom, plan, engine)]))
  const progress = trackProgress(plans, units, options.onProgress)
  try {
    const isDone = ({ unit, item }: WantedItem): boolean =>
      units.get(unit)?.journal.outcomes.has(outcomeKey(item)) ?? false
    for (const contents of contentWindows(plans, isDone)) {
      await onePass(contents, {
        repository,
        staging,
        signal,
        judge: (items) => judgeBatch(judges, items, counts),
        settle: (batch) => settle(batch, units, quarantine, progress),
      })
    }
    for (const plan of plans) settleLinks(plan, units, engine)
    const outcomes = plans.map((plan) => finishUnit(plan, units.get(plan.unit)))
    return {
      units: outcomes.filter((outcome) => outcome !== undefined),
      engine: engine.engine,
      engineVersion: engine.version,
      ruleSetDigest: engine.ruleSetDigest,
      ...counts,
      resumed: [...units.values()].some(({ journal }) => journal.resumed),
    }
  } finally {
    staging.clear()
    for (const { journal } of units.values()) journal.close()
  }
}

/** A unit while it is restored. */
export interface OpenUnit {
  readonly folder: string
  readonly journal: Journal
}

const marker = '.anlauf-clean-room'

function requireOwnPlan({ plan, repository }: RecoveryOptions): void {
  if (plan.repository === repository.id) return
  const [wanted, found] = [plan.repository, repository.id].map((id) => id.slice(0, 10))
  throw new AnlaufError('plan-invalid', `The plan is for the repository ${wanted}, this one is ${found}.`, {
    hint: 'Name the repository that the plan was made of, or make a plan of this one.',
  })
}

function requireOwnFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (existsSync(join(folder, marker))) return
  if (readdirSync(folder).length > 0) {
    throw new AnlaufError('unsafe-target', `${folder} is not empty and is no clean room of ours.`, {
      hint: 'Name a new or empty folder; nothing was touched.',
    })
  }
  writeFileSync(
    join(folder, marker),
    'Files here were verified and scanned by Anlauf. Release them, do not edit them.\n',
  )
}

function chosenUnits({ plan, units }: RecoveryOptions): readonly UnitPlan[] {
  const chosen = plan.units.filter(({ unit }) => units === undefined || units.includes(unit))
  const unknown = (units ?? []).filter((unit) => !plan.units.some((one) => one.unit === unit))
  if (unknown.length === 0) return chosen
  throw new AnlaufError('not-found', `The plan has no unit ${unknown.join(', ')}.`, {
    hint: `It has: ${plan.units.map(({ unit }) => unit).join(', ')}.`,
  })
}

function openUnit(cleanRoom: string, plan: UnitPlan, engine: ReturnType<Scanner['describe']>): OpenUnit {
  const folder = unitFolder(cleanRoom, plan.unit)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const journal = openJournal(join(folder, 'journal.ndjson'), {
    planDigest: summarisePlan(plan).digest,
    ...engine,
  })
  // Files of another plan or judged by other rules must not stand beside the new ones.
  if (!journal.resumed) rmSync(join(folder, 'files'), { recursive: true, force: true })
  return { folder, journal }
}

async function settle(
  batch: readonly JudgedContent[],
  units: ReadonlyMap<string, OpenUnit>,
  quarantine: Quarantine,
  progress: (content: Content) => void,
): Promise<void> {
  const added = new Map<string, ItemOutcome[]>()
  for (const judged of batch) {
    for (const { unit, outcome } of await settleContent(judged, units, quarantine)) {
      const list = added.get(unit)
      if (list === undefined) added.set(unit, [outcome])
      else list.push(outcome)
    }
    progress(judged.content)
  }
  for (const [unit, outcomes] of added) units.get(unit)?.journal.append(outcomes)
}

/** After all files: a link that exists can be walked through. */
function settleLinks(
  plan: UnitPlan,
  units: ReadonlyMap<string, OpenUnit>,
  engine: ReturnType<Scanner['describe']>,
): void {
  const open = units.get(plan.unit)
  if (open === undefined) return
  const links = plan.items.filter(
    (item) => item.type === 'symlink' && !open.journal.outcomes.has(outcomeKey(item)),
  )
  open.journal.append(links.map((item) => settleLink(item, open.folder, engine)))
}

function finishUnit(plan: UnitPlan, open: OpenUnit | undefined): UnitOutcome | undefined {
  if (open === undefined) return undefined
  const outcomes = [...open.journal.outcomes.values()]
  const lines: ManifestLine[] = outcomes.flatMap((outcome) =>
    outcome.kind === 'clean' ? [outcome.line] : [],
  )
  const text = manifestText(lines)
  const manifestFile = join(open.folder, 'manifest.ndjson')
  writeFileSync(`${manifestFile}.part`, text, { mode: 0o600 })
  renameSync(`${manifestFile}.part`, manifestFile)
  return {
    unit: plan.unit,
    planDigest: summarisePlan(plan).digest,
    manifestFile,
    manifestDigest: manifestDigest(text),
    files: lines.length,
    bytes: lines.reduce((sum, { size }) => sum + size, 0),
    quarantined: outcomes.filter((outcome) => outcome.kind === 'quarantined'),
    caseReview: outcomes.filter((outcome) => outcome.kind === 'caseReview'),
  }
}

function trackProgress(
  plans: readonly UnitPlan[],
  units: ReadonlyMap<string, OpenUnit>,
  report: RecoveryOptions['onProgress'],
): (content: Content) => void {
  const figures = { done: 0, total: 0, bytesDone: 0, bytesTotal: 0 }
  for (const { unit, items } of plans) {
    for (const item of items) {
      figures.total += 1
      figures.bytesTotal += item.size
      if (units.get(unit)?.journal.outcomes.has(outcomeKey(item)) !== true) continue
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
