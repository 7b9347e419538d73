import { hash } from 'node:crypto'

import type { FileKind } from '@anlauf/repository'

import { canonicalJson, type Json } from '../../../core/evidence/index.ts'
import type { Role } from '../access/index.ts'
import { fileKinds, isObjectId } from '../store/index.ts'

/**
 * What a line can report. `CREATE POST DELETE`: a client asked for it, `status` says what it got. `OPEN`: first
 * request of a client since its last snapshot. The others are the vault's own: `BEGIN` (first line of a journal),
 * `START STOP`, `CLIENT` (rights changed), `EXPIRE` (an old lock was removed), `READ` (bytes of a read budget),
 * `RECOVER` (a whole upload that a crash kept from being answered), `FOUND MISSING CHANGED` (storage and journal
 * disagree), `REFUSED` (more refusals, counted), `ALARM`, `HOLD`, `PLAN`, `CLOCK`.
 */
export const journalVerbs = [
  'BEGIN',
  'START',
  'STOP',
  'CREATE',
  'POST',
  'DELETE',
  'OPEN',
  'CLIENT',
  'EXPIRE',
  'READ',
  'RECOVER',
  'FOUND',
  'MISSING',
  'CHANGED',
  'REFUSED',
  'ALARM',
  'HOLD',
  'PLAN',
  'CLOCK',
] as const

export type JournalVerb = (typeof journalVerbs)[number]

/** What is known before the line gets its place and time. */
export interface LineDraft {
  readonly verb: JournalVerb
  readonly client?: string
  readonly role?: Role
  /** Path of the repository, first element the tenant. */
  readonly repository?: string
  readonly type?: FileKind
  /** Name of the object: 64 hex digits, or `config`. */
  readonly id?: string
  readonly size?: number
  /** SHA-256 of the bytes, where the name is not it. */
  readonly sha256?: string
  /** HTTP status of the answer; 400 and more is a refusal. */
  readonly status?: number
  /** Why it was refused, or what was alarming. */
  readonly code?: string
  /** How often, when one line stands for several. */
  readonly times?: number
  readonly detail?: { readonly [name: string]: Json }
}

/** One line of a journal. `prev` is the SHA-256 of the line before, without its line break. */
export interface JournalLine extends LineDraft {
  readonly seq: number
  /** The vault's time, UTC with milliseconds; never earlier than the line before. */
  readonly at: string
  /** The wall clock, when the vault does not trust it. */
  readonly wall?: string
  readonly prev: string
}

/** `prev` of the first line. */
export const firstPrev = '0'.repeat(64)
/** Characters of a line; ours have about 400. */
export const maxLine = 64 * 1024

/** The one text of a line: canonical JSON. */
export function lineText(line: JournalLine): string {
  return canonicalJson(line as unknown as Json)
}

export function lineHash(text: string): string {
  return hash('sha256', text)
}

/** A line from its text; undefined when it is none. */
export function parseLine(text: string): JournalLine | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isLine(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isLine(value: unknown): value is JournalLine {
  if (typeof value !== 'object' || value === null) return false
  const { seq, at, prev, verb, type, id, size, status, times } = value as Readonly<Record<string, unknown>>
  const texts = ['client', 'role', 'repository', 'sha256', 'code'] as const
  return (
    isCount(seq) &&
    typeof at === 'string' &&
    !Number.isNaN(Date.parse(at)) &&
    typeof prev === 'string' &&
    journalVerbs.some((known) => known === verb) &&
    (type === undefined || fileKinds.some((known) => known === type)) &&
    // A name that is none would become another object in the table, which keeps 32 bytes of it.
    (id === undefined || (typeof id === 'string' && (id === 'config' || isObjectId(id)))) &&
    [size, status, times].every((number) => number === undefined || isCount(number)) &&
    texts.every((name) => ['string', 'undefined'].includes(typeof (value as Record<string, unknown>)[name]))
  )
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
