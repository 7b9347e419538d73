import { printName } from '@anlauf/repository'

import type { HistoryReport } from '../../phases/detect/index.ts'
import { databaseFailures, type DatabaseScore } from '../databases/index.ts'
import type { PlayedEdition } from '../../doors/cli/index.ts'
import { groupFailures, type GroupScore } from '../groups/score-groups.ts'
import { membersOf, type TrueGroup } from '../groups/true-groups.ts'
import { isMailList, mailFailures, type MailScore } from '../mail/score-mail.ts'
import { wordFailures, type WordScore } from '../word/index.ts'
import { siteFailures } from './score-site.ts'
import { planFailures, type PlanScore } from './score-plan.ts'
import { type Ledger, type TrueFile, type TrueVersion, versionAt } from '../truth/ledger.ts'
import type { ReleasedFile } from '../released-files.ts'

/** One snapshot as the truth knows it. */
export interface TrueSnapshot {
  readonly id: string
  readonly night: number
  readonly dataset: string
}

export interface OnsetTruth {
  /** Last snapshot of the series without, first snapshot with encrypted files. */
  readonly after: string | null
  readonly before: string | null
}

export interface Score {
  readonly seed: number
  readonly tenants: number
  readonly files: number
  readonly bytes: number
  readonly filesHit: number
  readonly onset: {
    readonly truth: Readonly<Record<string, OnsetTruth>>
    readonly found: Readonly<Record<string, OnsetTruth>>
    readonly snapshotExact: boolean
  }
  readonly falseAlarms: number
  readonly missed: number
  readonly restorable: number
  readonly restoredExact: number
  readonly releasedWrong: {
    readonly encrypted: number
    readonly infected: number
    readonly unscanned: number
  }
  readonly mail: MailScore
  readonly groups: GroupScore
  readonly database: DatabaseScore
  readonly plan: PlanScore
  readonly word: WordScore
  readonly evidence: { readonly entries: number; readonly verified: boolean }
  readonly seconds: Readonly<Record<string, number>>
  readonly bytesPerSecond: { readonly backup: number; readonly detect: number; readonly recover: number }
  readonly site: string
  readonly edition: PlayedEdition
  /** Why the drill failed; empty when it passed. */
  readonly reasons: readonly string[]
}

export interface Outcome {
  readonly seed: number
  readonly ledger: Ledger
  readonly snapshots: readonly TrueSnapshot[]
  readonly report: HistoryReport
  readonly released: readonly ReleasedFile[]
  readonly mail: MailScore
  readonly trueGroups: readonly TrueGroup[]
  readonly groups: GroupScore
  readonly database: DatabaseScore
  readonly plan: PlanScore
  readonly word: WordScore
  readonly evidence: Score['evidence']
  readonly seconds: Score['seconds']
  readonly bytesPerSecond: Score['bytesPerSecond']
  readonly bytes: number
  readonly site: string
  readonly edition: PlayedEdition
}

/** Compares what the responders did with what really happened. Pure; the truth enters only here. */
export function scoreDrill(outcome: Outcome): Score {
  const { ledger, report } = outcome
  const onset = scoreOnset(outcome)
  const expected = restorableFiles(ledger, outcome.trueGroups)
  const releasedBy = new Map(outcome.released.map((file) => [file.path, file]))
  const inexact = [...expected].flatMap(([path, sha256]) =>
    releasedBy.get(path)?.sha256 === sha256 ? [] : [path],
  )
  const score = {
    seed: outcome.seed,
    tenants: new Set([...ledger.files.values()].map((file) => file.tenant)).size,
    files: ledger.files.size,
    bytes: outcome.bytes,
    filesHit: ledger.hits.size,
    onset,
    falseAlarms: falseAlarms(outcome),
    missed: missed(ledger, report),
    restorable: expected.size,
    restoredExact: expected.size - inexact.length,
    releasedWrong: wrongReleases(ledger, outcome.released),
    mail: outcome.mail,
    groups: outcome.groups,
    database: outcome.database,
    plan: outcome.plan,
    word: outcome.word,
    evidence: outcome.evidence,
    seconds: outcome.seconds,
    bytesPerSecond: outcome.bytesPerSecond,
    site: outcome.site,
    edition: outcome.edition,
  }
  return { ...score, reasons: failures(score, inexact) }
}

/** The exit rule of the drill. */
export function passed(score: Score): boolean {
  return score.reasons.length === 0
}

function failures(score: Omit<Score, 'reasons'>, inexactPaths: readonly string[]): string[] {
  const { encrypted, infected, unscanned } = score.releasedWrong
  const inexact = Object.keys(score.onset.truth).filter((tenant) => !sameOnset(score.onset, tenant))
  return [
    ...(encrypted > 0 ? [`${encrypted} encrypted files were released`] : []),
    ...(infected > 0 ? [`${infected} infected files were released`] : []),
    ...(unscanned > 0 ? [`${unscanned} files were released without a clean verdict`] : []),
    ...(score.restoredExact === score.restorable
      ? []
      : [
          `${inexactPaths.length} of ${score.restorable} restorable files did not come back exactly: ${examples(inexactPaths)}`,
        ]),
    ...mailFailures(score.mail),
    ...groupFailures(score.groups),
    ...databaseFailures(score.database),
    ...planFailures(score.plan),
    ...wordFailures(score.word),
    ...siteFailures(score.edition),
    ...(score.evidence.verified ? [] : ['the evidence does not verify']),
    ...(inexact.length > 0 ? [`the onset is not exact for ${inexact.join(', ')}`] : []),
  ]
}

/** Enough to start looking. */
function examples(paths: readonly string[]): string {
  const shown = paths.slice(0, 5).map(printName).join(', ')
  return paths.length > 5 ? `${shown} and ${paths.length - 5} more` : shown
}

/** For every path that must come back, the SHA-256 of its newest clean version, or of its group's last whole night. */
export function restorableFiles(ledger: Ledger, groups: readonly TrueGroup[]): Map<string, string> {
  const expected = new Map(groups.flatMap((group) => [...membersOf(group)]))
  const grouped = new Set(groups.flatMap(({ members }) => [...members.keys()]))
  for (const [path, file] of ledger.files) {
    if (isMailList(path) || grouped.has(path)) continue
    const last = file.versions.at(-1)
    const newest = file.versions.findLast((version) => version.state === 'clean')
    if (newest === undefined || last === undefined) continue
    if (last.state === 'clean' || ledger.hits.has(path)) expected.set(path, newest.sha256)
  }
  return expected
}

function scoreOnset({ ledger, snapshots, report }: Outcome): Score['onset'] {
  const truth: Record<string, OnsetTruth> = {}
  const found: Record<string, OnsetTruth> = {}
  for (const tenant of new Set([...ledger.files.values()].map((file) => file.tenant))) {
    const onset = trueOnset(ledger, snapshots, tenant)
    if (onset !== undefined) truth[tenant] = onset
    const claimed = report.tenants.find((entry) => entry.tenant === tenant)?.onset
    if (claimed !== undefined && claimed !== null)
      found[tenant] = { after: claimed.after, before: claimed.before }
  }
  const tenants = new Set([...Object.keys(truth), ...Object.keys(found)])
  return { truth, found, snapshotExact: [...tenants].every((tenant) => sameOnset({ truth, found }, tenant)) }
}

function trueOnset(
  ledger: Ledger,
  snapshots: readonly TrueSnapshot[],
  tenant: string,
): OnsetTruth | undefined {
  const files = [...ledger.files.values()].filter((file) => file.tenant === tenant)
  const first = snapshots.find((snapshot) => files.some((file) => isEncryptedIn(file, snapshot)))
  if (first === undefined) return undefined
  const after = snapshots.find(({ dataset, night }) => dataset === first.dataset && night === first.night - 1)
  return { after: after?.id ?? null, before: first.id }
}

function isEncryptedIn(file: TrueFile, snapshot: TrueSnapshot): boolean {
  return file.dataset === snapshot.dataset && versionAt(file, snapshot.night)?.state === 'encrypted'
}

function sameOnset(onset: Pick<Score['onset'], 'truth' | 'found'>, tenant: string): boolean {
  const [truth, found] = [onset.truth[tenant], onset.found[tenant]]
  return truth?.before === found?.before && truth?.after === found?.after
}

/** Convicted versions that were clean, or gone for an honest reason. */
function falseAlarms({ ledger, report, snapshots }: Outcome): number {
  const nightOf = new Map(snapshots.map(({ id, night }) => [id, night]))
  let count = 0
  for (const { path, versions } of report.files) {
    const file = ledger.files.get(path)
    for (const { snapshot, verdict } of versions) {
      if (verdict !== 'convicted' || file === undefined) continue
      const version = versionAt(file, nightOf.get(snapshot) ?? 0)
      if (isHonest(ledger, path, file, version)) count += 1
    }
  }
  return count
}

/** A path that its owner renamed on the day of the attack is gone for both reasons: its content was encrypted. */
function isHonest(ledger: Ledger, path: string, file: TrueFile, version: TrueVersion | undefined): boolean {
  if (version?.state !== 'absent') return version === undefined || version.state === 'clean'
  const last = file.versions.findLast(({ state }) => state === 'clean')
  return !ledger.hits.has(path) && !ledger.plainHashes.has(last?.sha256 ?? '')
}

/** Hit files for which neither the old nor the new path is convicted. */
function missed(ledger: Ledger, report: HistoryReport): number {
  const convicted = new Set(
    report.files
      .filter((file) => file.versions.some(({ verdict }) => verdict === 'convicted'))
      .map(({ path }) => path),
  )
  return [...ledger.hits].filter(([path, locked]) => !convicted.has(path) && !convicted.has(locked)).length
}

function wrongReleases(ledger: Ledger, released: readonly ReleasedFile[]): Score['releasedWrong'] {
  const hashes: Record<'clean' | 'encrypted' | 'dropper', Set<string>> = {
    clean: new Set(),
    encrypted: new Set(),
    dropper: new Set(),
  }
  for (const { versions } of ledger.files.values()) {
    for (const { state, sha256 } of versions) {
      if (state === 'clean' || state === 'encrypted' || state === 'dropper') hashes[state].add(sha256)
    }
  }
  return {
    encrypted: released.filter(({ sha256 }) => hashes.encrypted.has(sha256) && !hashes.clean.has(sha256))
      .length,
    infected: released.filter(({ sha256 }) => hashes.dropper.has(sha256)).length,
    unscanned: released.filter(({ scanned }) => !scanned).length,
  }
}
