import { createHmac } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import type { Repository } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import { lockFolder } from '../protect/index.ts'
import { databasesHost } from './databases/piece.ts'
import { keptPieces, pieceLines } from './databases/unit/kept-pieces.ts'
import {
  type ItemOutcome,
  type Journal,
  type JournalHeader,
  openJournal,
  outcomeKey,
  readJournal,
} from './journal.ts'
import { manifestDigest, manifestText } from './manifest.ts'
import { manifestPlace, writeManifest } from './manifest-file.ts'
import { summarisePlan, type UnitPlan } from './plan.ts'
import { type Recheck, recheckUnit } from './resume.ts'
import { removeUnpublished } from './publish.ts'
import type { EngineDescription } from './scanner.ts'
import { notReached } from './settle.ts'
import { unitFolder } from './unit-folder.ts'

/** A unit while it is restored: its folder, locked, and what is known of its items. */
export interface OpenUnit extends Disposable {
  readonly plan: UnitPlan
  readonly folder: string
  readonly journal: Journal
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

export interface UnitOptions {
  readonly repository: Repository
  readonly engine: EngineDescription
  readonly recheck: Recheck
  readonly signal: AbortSignal | undefined
}

/** Opens a unit's folder; what an earlier run with the same plan and rules finished there, and still holds, counts. */
export async function openUnit(cleanRoom: string, plan: UnitPlan, options: UnitOptions): Promise<OpenUnit> {
  const folder = unitFolder(cleanRoom, plan.unit)
  makeFolder(folder)
  using opening = new DisposableStack()
  opening.use(lockFolder(folder))
  removeUnpublished(folder)
  const journal = openJournal(journalFile(folder), {
    header: headerOf(plan, options.engine),
    key: journalKey(options.repository),
    // Files of another plan or judged by other rules must not stand beside the new ones.
    startAnew: () => removeFiles(folder),
  })
  opening.defer(() => journal.close())
  if (journal.resumed) await recheckUnit(plan, folder, journal, options)
  const open = opening.move()
  return { plan, folder, journal, [Symbol.dispose]: () => open.dispose() }
}

/** Writes the manifest of what is published, and of the database pieces that the case knows, and sums up. */
export function finishUnit(
  {
    plan,
    folder,
    journal,
  }: Pick<OpenUnit, 'plan' | 'folder'> & { readonly journal: Pick<Journal, 'entries'> },
  databases?: ReadonlySet<string>,
): UnitOutcome {
  const { outcome, text } = sumUp(plan, folder, journal.entries, databases)
  writeManifest(folder, text)
  return outcome
}

type ReadOptions = Pick<UnitOptions, 'repository' | 'engine'>

/** What a finished run left of a unit, touching nothing; undefined when it was another plan, other rules, or no end. */
export function readUnit(cleanRoom: string, plan: UnitPlan, options: ReadOptions): UnitOutcome | undefined {
  const folder = unitFolder(cleanRoom, plan.unit)
  const entries = readUnitJournal(folder, plan, options)
  if (entries === undefined) return undefined
  const { outcome, text } = sumUp(plan, folder, entries)
  const isWritten = existsSync(outcome.manifestFile) && readFileSync(outcome.manifestFile, 'utf8') === text
  return isWritten ? outcome : undefined
}

/** What a unit's journal says of its items, if it is of this plan and these rules. */
export function readUnitJournal(
  folder: string,
  plan: UnitPlan,
  { repository, engine }: ReadOptions,
): Journal['entries'] | undefined {
  return readJournal(journalFile(folder), { header: headerOf(plan, engine), key: journalKey(repository) })
}

function sumUp(
  plan: UnitPlan,
  folder: string,
  entries: Journal['entries'],
  databases: ReadonlySet<string> = new Set(),
): { outcome: UnitOutcome; text: string } {
  const outcomes = plan.items.map((item) => entries.get(outcomeKey(item))?.outcome ?? notReached(item))
  const lines = [
    ...outcomes.flatMap((one) => (one.kind === 'clean' ? [one.line] : [])),
    ...keptPieces(folder, databases).flatMap(pieceLines),
  ]
  const text = manifestText(lines)
  const outcome = {
    unit: plan.unit,
    planDigest: summarisePlan(plan).digest,
    manifestFile: manifestPlace(folder),
    manifestDigest: manifestDigest(text),
    files: lines.length,
    bytes: lines.reduce((sum, { size }) => sum + size, 0),
    quarantined: outcomes.filter((one) => one.kind === 'quarantined'),
    caseReview: outcomes.filter((one) => one.kind === 'caseReview'),
  }
  return { outcome, text }
}

function journalFile(folder: string): string {
  return join(folder, 'journal.ndjson')
}

function headerOf(plan: UnitPlan, { engine, version, ruleSetDigest }: EngineDescription): JournalHeader {
  return { unit: plan.unit, planDigest: summarisePlan(plan).digest, engine, version, ruleSetDigest }
}

/** Database pieces stay: their manifest lines say by which rules they were judged. */
function removeFiles(folder: string): void {
  rmSync(join(folder, 'manifest.ndjson'), { recursive: true, force: true })
  const files = join(folder, 'files')
  if (lstatSync(files, { throwIfNoEntry: false })?.isDirectory() !== true)
    return rmSync(files, { force: true })
  for (const name of readdirSync(files, { encoding: 'buffer' })) {
    if (name.toString('latin1') === databasesHost) continue
    rmSync(Buffer.concat([Buffer.from(`${files}/`), name]), { recursive: true, force: true })
  }
}

function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (lstatSync(folder).isDirectory()) return
  throw new AnlaufError('unsafe-target', `${folder} is a link and not a folder of ours.`, {
    hint: 'Somebody put it there; find out who before you remove it. Nothing was touched.',
  })
}

/** Only who can open the repository can write verdicts into a journal. */
export function journalKey({ masterKey }: Repository): Buffer {
  return createHmac('sha256', masterKey.encrypt).update('anlauf recovery journal v1').digest()
}
