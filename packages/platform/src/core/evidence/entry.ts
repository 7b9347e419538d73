import { createHash } from 'node:crypto'

import { AnlaufError } from '../failure.ts'
import { canonicalJson, type Json } from './canonical-json.ts'

/** What was done with a piece of evidence. */
export type EvidenceAction =
  | 'acquire'
  | 'verify'
  | 'access'
  | 'derive'
  | 'export'
  | 'transfer'
  | 'seal'
  | 'decide'

/** What the writer says; sequence, place and time in the chain are added when it is sealed. */
export interface EntryDraft {
  readonly at: string
  /** Account or component that acted; never a customer's name. */
  readonly actor: string
  readonly action: EvidenceAction
  /** Kind of entry, `case.declared`, `unit.scanned` … */
  readonly kind: string
  /** What it is about: a unit, a system, a file by hash. */
  readonly object?: string
  /** Of the object, where there is one. */
  readonly sha256?: string
  readonly size?: number
  readonly data: { readonly [name: string]: Json }
}

/** One sealed line of the log. `prev` is the SHA-256 of the canonical bytes of the line before. */
export interface Entry extends EntryDraft {
  readonly seq: number
  readonly case: string
  readonly tool: string
  readonly toolVersion: string
  readonly prev: string
}

/** `prev` of the first entry. */
export const genesis = '0'.repeat(64)
const tool = { tool: 'anlauf', toolVersion: '0.1.0' }

/** The canonical bytes of an entry as text: its line in every export, and what the next one's `prev` covers. */
export function entryLine(entry: Entry): string {
  return canonicalJson(entry as unknown as Json)
}

export function entryHash(line: string): string {
  return createHash('sha256').update(line).digest('hex')
}

/** Where a chain ends: what the next entry continues. */
export interface ChainHead {
  readonly seq: number
  /** SHA-256 of the last line; `genesis` for an empty chain. */
  readonly hash: string
}

export const emptyChain: ChainHead = { seq: 0, hash: genesis }

/** Seals drafts after a head. Throws `input-invalid` for what canonical JSON cannot say or for forbidden names. */
export function sealEntries(
  caseId: string,
  head: ChainHead,
  drafts: readonly EntryDraft[],
): { entries: readonly Entry[]; lines: readonly string[]; head: ChainHead } {
  const entries: Entry[] = []
  const lines: string[] = []
  let { seq, hash } = head
  for (const draft of drafts) {
    refuseNestedNames(draft.data)
    const entry: Entry = { ...draft, seq: seq + 1, case: caseId, ...tool, prev: hash }
    const line = entryLine(entry)
    entries.push(entry)
    lines.push(line)
    seq += 1
    hash = entryHash(line)
  }
  return { entries, lines, head: { seq, hash } }
}

/** A shell reads `seq` and `prev` with sed, so no nested field may carry these names. */
function refuseNestedNames(value: Json): void {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value) && ('seq' in value || 'prev' in value)) {
    throw new AnlaufError('input-invalid', 'Evidence data must not use the names "seq" and "prev".', {
      hint: 'Rename the field; these names belong to the chain.',
    })
  }
  for (const field of Object.values(value)) refuseNestedNames(field as Json)
}
