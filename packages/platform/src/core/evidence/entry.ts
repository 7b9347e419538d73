import { hash as digest } from 'node:crypto'

import { canonicalJson, type Json } from './canonical-json.ts'
import type { EvidenceAction } from './evidence-actions.ts'

/** What the writer says; sequence, case and place in the chain are added when it is sealed. */
export interface EntryDraft {
  /** UTC with milliseconds, `2026-03-11T06:00:00.000Z`. */
  readonly at: string
  /** Account or component that acted; never a customer's name. */
  readonly actor: string
  /** Fingerprint of the key the actor acted with. */
  readonly actorKey?: string
  readonly action: EvidenceAction
  /** Kind of entry, `case.declared`, `unit.scanned` … */
  readonly kind: string
  /** What it is about: a unit, a system, a file by hash. */
  readonly object?: string
  /** Of the object, where there is one. */
  readonly sha256?: string
  readonly size?: number
  /** Where the object came from. */
  readonly source?: string
  /** Program that acted; ours where not given. */
  readonly tool?: string
  readonly toolVersion?: string
  readonly args?: readonly string[]
  /** SHA-256 of the objects this one was derived from. */
  readonly parent?: readonly string[]
  /** The only place for free text. */
  readonly note?: string
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
/** UTF-16 units of a line. An entry holds ids and counts, a few hundred; a reader need not buffer more. */
export const maxLine = 1024 * 1024

/** The canonical bytes of an entry as text: its line in every export, and what the next one's `prev` covers. */
export function entryLine(entry: Entry): string {
  return canonicalJson(entry as unknown as Json)
}

export function entryHash(line: string): string {
  return digest('sha256', line, 'hex')
}

/** Where a chain ends: what the next entry continues. */
export interface ChainHead {
  readonly seq: number
  /** SHA-256 of the last line; `genesis` for an empty chain. */
  readonly hash: string
}

export const emptyChain: ChainHead = { seq: 0, hash: genesis }
