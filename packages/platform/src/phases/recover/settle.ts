import { createHash } from 'node:crypto'

import { encodeName } from '@anlauf/repository'

import type { WantedItem } from './contents.ts'
import type { HeldPlaces } from './held-places.ts'
import type { ItemOutcome, JournalEntry } from './journal.ts'
import type { ManifestLine } from './manifest.ts'
import type { JudgedContent } from './one-pass.ts'
import { removePlaced } from './placed.ts'
import type { PlanItem } from './plan.ts'
import { publishBytes, publishFile, publishLink } from './publish.ts'
import type { Quarantine } from './quarantine.ts'
import type { EngineDescription, Verdict } from './scanner.ts'
import { whyUnknown } from './verdicts/why-unknown.ts'

export interface HowToSettle {
  readonly isPermitted?: Permit | undefined
  /** Directories that are held open already. */
  readonly places?: HeldPlaces
}

/**
 * What becomes of every item of one content: clean ones are published, infected ones sealed, everything
 * else is sealed and waits for a person. Only the verdict `clean` ever reaches the clean room, and what two people
 * released by a decision that the plan names.
 */
export async function settleContent(
  judged: JudgedContent,
  units: ReadonlyMap<string, { readonly folder: string }>,
  quarantine: Quarantine,
  { isPermitted = () => false, places }: HowToSettle = {},
): Promise<readonly { unit: string; entry: JournalEntry }[]> {
  const { items } = judged.content
  if ('problem' in judged) {
    const { code, message } = judged.problem
    return items.map(({ unit, item }) => ({ unit, entry: { outcome: review(item, code, message) } }))
  }
  const { sha256, verdict, from } = judged
  if (verdict.verdict === 'clean') return publishAll(items, units, { from, sha256, verdict, places })
  // Sealed also when people let it through: what was released against an engine stays evidence.
  await quarantine.seal(sha256, from instanceof Uint8Array ? from : from.handle)
  quarantine.note(items.map(({ unit, item: { host, path } }) => ({ unit, host, path, sha256, verdict })))
  const outcomes = items.map((wanted) => ({ wanted, outcome: held(wanted.item, sha256, verdict) }))
  const released = outcomes.filter(({ wanted, outcome }) => isReleased(isPermitted, wanted, outcome))
  const kept = outcomes.filter((one) => !released.includes(one))
  const goingOut = released.map(({ wanted }) => wanted)
  return [
    ...(await publishAll(goingOut, units, { from, sha256, verdict, places })),
    ...kept.map(({ wanted, outcome }) => ({ unit: wanted.unit, entry: { outcome } })),
  ]
}

/** True when people released exactly this content, of which an engine says exactly this, at this place. */
export type Permit = (
  unit: string,
  decision: string,
  review: Extract<ItemOutcome, { kind: 'caseReview' }>,
) => boolean

/** Never for what is infected, whatever a permit says. */
function isReleased(isPermitted: Permit, { unit, item }: WantedItem, outcome: ItemOutcome): boolean {
  if (outcome.kind !== 'caseReview' || item.decision === undefined) return false
  return isPermitted(unit, item.decision, outcome)
}

async function publishAll(
  items: readonly WantedItem[],
  units: ReadonlyMap<string, { readonly folder: string }>,
  publishing: Publishing,
): Promise<{ unit: string; entry: JournalEntry }[]> {
  const entries: { unit: string; entry: JournalEntry }[] = []
  for (const { unit, item } of items) {
    const folder = units.get(unit)?.folder
    if (folder !== undefined) {
      entries.push({ unit, entry: await publishItem(folder, item, publishing) })
    }
  }
  return entries
}

/** Makes a symbolic link, or sends one that leads out of its machine's folder to a person. */
export function settleLink(item: PlanItem, folder: string, engine: EngineDescription): JournalEntry {
  const link = publishLink(folder, item)
  if (!link.isPublished) return { outcome: review(item, link.cause, link.detail) }
  const target = encodeName(item.linkTarget ?? '')
  const sha256 = createHash('sha256').update(target).digest('hex')
  return {
    outcome: { kind: 'clean', line: manifestLine(item, sha256, target.length, engine) },
    seen: link.seen,
  }
}

/** Causes that stay as they are for one plan and one rule set; everything else is tried again by the next run. */
const finalCauses: ReadonlySet<string> = new Set([
  'suspicious',
  'link-leads-outside',
  'limitExceeded',
  'encryptedContainer',
  'unparseable',
])

/** True for what another run may change: a content that could not be read, judged or placed. */
export function isWorthAnotherTry(outcome: ItemOutcome): boolean {
  return outcome.kind === 'caseReview' && !finalCauses.has(outcome.cause)
}

/** An item that the run did not come to; the manifest must not pass over it silently. */
export function notReached(item: PlanItem): ItemOutcome {
  return review(item, 'notScanned', 'The run did not come to it; start the same command again.')
}

interface Publishing {
  readonly from: Uint8Array | { readonly handle: number }
  readonly sha256: string
  readonly verdict: Verdict
  readonly places: HeldPlaces | undefined
}

async function publishItem(
  folder: string,
  item: PlanItem,
  { from, sha256, verdict, places }: Publishing,
): Promise<JournalEntry> {
  // Verification and release read it again, perhaps not as root. The manifest keeps the true mode.
  const readable = { ...item, mode: item.mode | 0o400 }
  const file =
    from instanceof Uint8Array
      ? publishBytes(folder, readable, from, places)
      : await publishFile(folder, readable, from.handle, sha256, places)
  if (!file.isPublished) {
    removePlaced(folder, item)
    return { outcome: review(item, file.cause, file.detail) }
  }
  return { outcome: { kind: 'clean', line: manifestLine(item, sha256, item.size, verdict) }, seen: file.seen }
}

function held(item: PlanItem, sha256: string, verdict: Verdict): ItemOutcome {
  const { host, path } = item
  if (verdict.verdict === 'infected') return { kind: 'quarantined', host, path, sha256, verdict }
  const cause = verdict.cause ?? verdict.verdict
  const rules = verdict.matches.length > 0 ? `: ${verdict.matches.join(', ')}` : ''
  const why = verdict.cause === undefined ? '' : `: ${whyUnknown(verdict.cause)} (${verdict.cause})`
  return {
    kind: 'caseReview',
    host,
    path,
    cause,
    detail: `${verdict.engine} says ${verdict.verdict}${rules}${why}`,
    sha256,
  }
}

function review(item: PlanItem, cause: string, detail: string): ItemOutcome {
  return { kind: 'caseReview', host: item.host, path: item.path, cause, detail }
}

function manifestLine(
  item: PlanItem,
  sha256: string,
  size: number,
  judged: Pick<Verdict, 'engine' | 'ruleSetDigest'> & { readonly verdict?: Verdict['verdict'] },
): ManifestLine {
  const { host, path, type, mode, mtime, snapshot, reason, decision } = item
  const { engine, ruleSetDigest } = judged
  const isClean = judged.verdict === undefined || judged.verdict === 'clean'
  return {
    host,
    path,
    type,
    size,
    sha256,
    verdict: isClean ? 'clean' : 'reviewed',
    ...(!isClean && decision !== undefined && { decision }),
    engine,
    ruleSetDigest,
    mode,
    mtime,
    snapshot,
    reason,
  }
}
