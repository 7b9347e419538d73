import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'

import type { ManifestLine } from './manifest.ts'
import type { Verdict } from './scanner.ts'
import { writeFailure } from './write-failure.ts'

/** What became of one item of a unit. */
export type ItemOutcome =
  | { readonly kind: 'clean'; readonly line: ManifestLine }
  | {
      readonly kind: 'quarantined'
      readonly host: string
      readonly path: string
      readonly sha256: string
      readonly verdict: Verdict
    }
  | {
      readonly kind: 'caseReview'
      readonly host: string
      readonly path: string
      readonly cause: string
      readonly detail: string
      readonly sha256?: string
    }

/** What a journal holds only for; anything else starts anew. */
export interface JournalHeader {
  readonly planDigest: string
  readonly engine: string
  readonly version: string
  readonly ruleSetDigest: string
}

/** The memory of one unit's run: one line per finished item, durable before the next batch starts. */
export interface Journal {
  readonly outcomes: ReadonlyMap<string, ItemOutcome>
  /** True when an earlier run with the same plan and rules is continued. */
  readonly resumed: boolean
  append(outcomes: readonly ItemOutcome[]): void
  close(): void
}

/** The key of an item in a journal. */
export function outcomeKey(item: { host: string; path: string }): string {
  return `${item.host}\0${item.path}`
}

/** Opens a journal; one of another plan or rule set, or one that cannot be read, is discarded. A torn last line too. */
export function openJournal(file: string, header: JournalHeader): Journal {
  const outcomes = new Map<string, ItemOutcome>()
  const headerLine = JSON.stringify(header)
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const resumed = lines[0] === headerLine
  if (!resumed) rmSync(file, { force: true })
  for (const outcome of resumed ? lines.slice(1, -1).map(parseOutcome) : []) {
    if (outcome !== undefined) outcomes.set(keyOf(outcome), outcome)
  }
  const handle = openSync(file, 'a', 0o600)
  const write = (text: string): void => {
    try {
      writeSync(handle, text)
      fdatasyncSync(handle)
    } catch (error) {
      throw writeFailure(error, file)
    }
  }
  // A torn line must not swallow the next one.
  if (!resumed) write(`${headerLine}\n`)
  else if (lines.at(-1) !== '') write('\n')
  return {
    outcomes,
    resumed,
    append(added) {
      for (const outcome of added) outcomes.set(keyOf(outcome), outcome)
      if (added.length > 0) write(added.map((outcome) => `${JSON.stringify(outcome)}\n`).join(''))
    },
    close: () => closeSync(handle),
  }
}

function keyOf(outcome: ItemOutcome): string {
  return outcomeKey(outcome.kind === 'clean' ? outcome.line : outcome)
}

function parseOutcome(line: string): ItemOutcome | undefined {
  try {
    return JSON.parse(line) as ItemOutcome
  } catch {
    return undefined
  }
}
