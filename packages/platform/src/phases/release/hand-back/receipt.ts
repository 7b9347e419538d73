import { createHash } from 'node:crypto'

import {
  type CaseState,
  countingApprovals,
  type HandBackForm,
  type UnitState,
} from '../../../core/case/index.ts'
import { canonicalJson, type Json } from '../../../core/evidence/index.ts'
import type { DatabasePiece, ManifestLine } from '../../recover/index.ts'
import { type DatabaseReceipt, databaseReceipt } from './database-receipt.ts'
import type { DataFacts } from './data-facts.ts'
import type { Deviations } from './deviations.ts'

/** Who hands back to whom, in words for people. */
export interface Parties {
  readonly provider: string
  readonly tenant: string
  /** Whom to ask: names with numbers and addresses, one line each. */
  readonly contacts: readonly string[]
  /** IANA time zone in which people read times. */
  readonly timeZone: string
}

/** A signed state of the evidence log whose last entry is the unit's release. */
export interface ReleaseProof {
  readonly origin: string
  /** Entries up to the release. */
  readonly size: number
  /** SHA-256 of the release's line. */
  readonly entryDigest: string
  /** Base64, as in the checkpoint. */
  readonly root: string
  /** Fingerprint of the key that signed checkpoint and receipt. */
  readonly key: string
}

/** What one tenant got, from where, under which rules, and what is not as it was. No file's name is in it. */
export interface Receipt {
  readonly kind: 'hand-back-receipt'
  readonly version: 1
  readonly case: string
  readonly exercise: boolean
  readonly provider: string
  readonly unit: string
  readonly tenant: string
  readonly at: string
  readonly form: HandBackForm
  /** Files and links. */
  readonly files: number
  readonly bytes: number
  readonly data: DataFacts
  /** Of `manifest.ndjson`: every file with its hash, verdict and restore point. */
  readonly manifestDigest: string
  readonly planDigest: string
  readonly restorePoints: readonly {
    readonly snapshot: string
    readonly at: string | null
    readonly files: number
  }[]
  readonly reasons: Readonly<Record<string, number>>
  /** Parts of databases among the files; absent when there are none. */
  readonly databases?: readonly DatabaseReceipt[]
  /** Of `older.ndjson`: files that are older than their newest version. */
  readonly older: {
    readonly count: number
    readonly digest: string
    readonly maxOlderSeconds: number
    readonly reasons: Readonly<Record<string, number>>
  }
  /** Of `reviewed.ndjson`: files about which people decided; `released` of them no scanner calls clean. */
  readonly reviewed: { readonly count: number; readonly digest: string; readonly released: number }
  /** Of `missing.ndjson`: files that are not part of it. */
  readonly missing: {
    readonly count: number
    readonly digest: string
    readonly reasons: Readonly<Record<string, number>>
  }
  readonly scan: {
    readonly engine: string
    readonly engineVersion: string
    readonly ruleSetDigest: string
    readonly clean: number
    /** SHA-256 over `sha256 verdict engine rules` and a line break for each line of the manifest. */
    readonly verdictsDigest: string
  }
  readonly approvals: readonly { readonly role: string; readonly keyId: string }[]
  readonly releasedAt: string
  readonly evidence: ReleaseProof
}

/** The receipt of a released unit. Pure: same facts, same bytes. */
export function receiptOf(parts: {
  readonly state: CaseState
  readonly unit: UnitState
  readonly parties: Parties
  readonly at: string
  readonly data: DataFacts
  readonly manifest: readonly ManifestLine[]
  readonly pieces: readonly DatabasePiece[]
  readonly times: ReadonlyMap<string, string>
  readonly deviations: Deviations
  readonly proof: ReleaseProof
}): Receipt {
  const { state, unit, parties, manifest, deviations } = parts
  const { older, missing, reviewed } = deviations
  return {
    kind: 'hand-back-receipt',
    version: 1,
    case: state.id,
    exercise: state.exercise,
    provider: parties.provider.toWellFormed(),
    unit: unit.unit,
    tenant: parties.tenant.toWellFormed(),
    at: parts.at,
    form: parts.data.kind,
    files: manifest.length,
    bytes: manifest.reduce((sum, { size }) => sum + size, 0),
    data: parts.data,
    manifestDigest: unit.released?.manifestDigest ?? '',
    planDigest: unit.chosen?.planDigest ?? '',
    restorePoints: restorePoints(manifest, parts.times),
    reasons: countBy(manifest, ({ reason }) => reason),
    ...(parts.pieces.length > 0 && { databases: parts.pieces.map(databaseReceipt) }),
    older: {
      count: older.length,
      digest: sha256(listText(older)),
      maxOlderSeconds: older.reduce((most, { olderBySeconds }) => Math.max(most, olderBySeconds ?? 0), 0),
      reasons: countBy(older, ({ reason }) => reason),
    },
    reviewed: {
      count: reviewed.length,
      digest: sha256(listText(reviewed)),
      released: reviewed.filter(({ verdict }) => verdict === 'reviewed').length,
    },
    missing: {
      count: missing.length,
      digest: sha256(listText(missing)),
      reasons: countBy(missing, ({ reason }) => reason),
    },
    scan: {
      engine: unit.scanned?.engine ?? '',
      engineVersion: unit.scanned?.engineVersion ?? '',
      ruleSetDigest: unit.scanned?.ruleSetDigest ?? '',
      clean: unit.scanned?.clean ?? 0,
      verdictsDigest: verdictsDigest(manifest),
    },
    approvals: countingApprovals(unit, parts.at).map(({ role, keyId }) => ({ role, keyId })),
    releasedAt: unit.released?.at ?? '',
    evidence: parts.proof,
  }
}

/** The receipt's one text; its SHA-256 is what the case records. */
export function receiptText(receipt: Receipt): string {
  return canonicalJson(receipt as unknown as Json)
}

/** One JSON object a line; stray bytes in paths are lone surrogates, as in a manifest. */
export function listText(list: readonly object[]): string {
  return list.map((one) => `${JSON.stringify(one)}\n`).join('')
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function restorePoints(
  manifest: readonly ManifestLine[],
  times: ReadonlyMap<string, string>,
): Receipt['restorePoints'] {
  // Databases say for themselves of which moment they are.
  const files = manifest.filter(({ database }) => database === undefined)
  const counts = countBy(files, ({ snapshot }) => snapshot)
  return Object.entries(counts)
    .map(([snapshot, count]) => ({ snapshot, at: times.get(snapshot) ?? null, files: count }))
    .toSorted((a, b) => (`${a.at} ${a.snapshot}` < `${b.at} ${b.snapshot}` ? -1 : 1))
}

function verdictsDigest(manifest: readonly ManifestLine[]): string {
  const hash = createHash('sha256')
  for (const line of manifest) {
    hash.update(`${line.sha256} ${line.verdict} ${line.engine} ${line.ruleSetDigest}\n`)
  }
  return hash.digest('hex')
}

function countBy<One>(list: readonly One[], key: (one: One) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const one of list) counts[key(one)] = (counts[key(one)] ?? 0) + 1
  return counts
}
