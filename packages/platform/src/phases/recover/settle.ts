import { createHash } from 'node:crypto'

import { encodeName } from '@anlauf/repository'

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

/**
 * What becomes of every item of one content: clean ones are published, infected ones sealed, everything
 * else is sealed and waits for a person. Only the verdict `clean` ever reaches the clean room.
 */
export async function settleContent(
  judged: JudgedContent,
  units: ReadonlyMap<string, { readonly folder: string }>,
  quarantine: Quarantine,
  places?: HeldPlaces,
): Promise<readonly { unit: string; entry: JournalEntry }[]> {
  const { items } = judged.content
  if ('problem' in judged) {
    const { code, message } = judged.problem
    return items.map(({ unit, item }) => ({ unit, entry: { outcome: review(item, code, message) } }))
  }
  const { sha256, verdict, from } = judged
  if (verdict.verdict === 'clean') {
    const entries: { unit: string; entry: JournalEntry }[] = []
    for (const { unit, item } of items) {
      const folder = units.get(unit)?.folder
      if (folder !== undefined) {
        entries.push({ unit, entry: await publishItem(folder, item, { from, sha256, verdict, places }) })
      }
    }
    return entries
  }
  await quarantine.seal(sha256, from instanceof Uint8Array ? from : from.handle)
  quarantine.note(items.map(({ unit, item: { host, path } }) => ({ unit, host, path, sha256, verdict })))
  return items.map(({ unit, item }) => ({ unit, entry: { outcome: held(item, sha256, verdict) } }))
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
  { engine, ruleSetDigest }: { engine: string; ruleSetDigest: string },
): ManifestLine {
  const { host, path, type, mode, mtime, snapshot, reason } = item
  return {
    host,
    path,
    type,
    size,
    sha256,
    verdict: 'clean',
    engine,
    ruleSetDigest,
    mode,
    mtime,
    snapshot,
    reason,
  }
}
