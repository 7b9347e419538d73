import { createHmac, timingSafeEqual } from 'node:crypto'
import {
  closeSync,
  constants,
  existsSync,
  fdatasync,
  fdatasyncSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { promisify } from 'node:util'

import type { ManifestLine } from './manifest.ts'
import type { Seen } from './placed.ts'
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

/** An outcome and, of a published item, what it looked like in the clean room. */
export interface JournalEntry {
  readonly outcome: ItemOutcome
  readonly seen?: Seen
}

/** What a journal holds only for; anything else starts anew. */
export interface JournalHeader {
  readonly unit: string
  readonly planDigest: string
  readonly engine: string
  readonly version: string
  readonly ruleSetDigest: string
}

/**
 * The memory of one unit's run: one line per finished item, written before the next batch is settled. Every line
 * carries an HMAC-SHA-256: a verdict that somebody else wrote into the clean room is none. A killed process loses none of
 * them; a power cut those of the last second, whose items are then done once more.
 */
export interface Journal {
  readonly entries: ReadonlyMap<string, JournalEntry>
  /** True when an earlier run with the same plan and rules is continued. */
  readonly resumed: boolean
  append(added: readonly JournalEntry[]): void
  /** The same without waiting for the disk more than once a second; they count when it resolves. */
  appendAside(added: readonly JournalEntry[]): Promise<void>
  /** Resolves when everything appended is durable. */
  flush(): Promise<void>
  /** Takes entries back that turned out not to hold any more; for this run, until they are appended anew. */
  forget(keys: Iterable<string>): void
  close(): void
}

const syncAside = promisify(fdatasync)
/**
 * With one after every batch all that was written waited for the disk sixteen times, in which ext4 lets nobody make a file:
 * 3,646 files in 0.84 s of which a quarter was that.
 */
const syncEveryMs = 1000

/** The key of an item in a journal; paths have no NUL, so it is unambiguous. */
export function outcomeKey(item: { host: string; path: string }): string {
  return `${item.host}\0${item.path}`
}

interface ReadOptions {
  readonly header: JournalHeader
  /** Secret of whoever may write lines. */
  readonly key: Uint8Array
}

interface JournalOptions extends ReadOptions {
  /** Called before a new journal replaces none or another one: what belonged to that must be gone first. */
  readonly startAnew: () => void
}

/** Opens a journal; one of another plan or rule set is discarded, and so is every line that is torn or not ours. */
export function openJournal(file: string, { header, key, startAnew }: JournalOptions): Journal {
  const headerLine = JSON.stringify(header)
  const macOf = macWith(key, headerLine)
  const lines = linesOf(file)
  const resumed = lines[0] === headerLine
  const entries = resumed ? entriesIn(lines, macOf) : new Map<string, JournalEntry>()
  if (!resumed) {
    startAnew()
    rmSync(file, { force: true })
  }
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants
  const handle = openSync(file, O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY, 0o600)
  const write = (text: string): void => {
    try {
      // Unlike writeSync this writes everything, however little the system takes at once.
      writeFileSync(handle, text)
      fdatasyncSync(handle)
    } catch (error) {
      throw writeFailure(error, file)
    }
  }
  let [isDurable, syncedAt] = [true, performance.now()]
  const flush = async (): Promise<void> => {
    if (isDurable) return
    try {
      isDurable = true
      await syncAside(handle)
      syncedAt = performance.now()
    } catch (error) {
      isDurable = false
      throw writeFailure(error, file)
    }
  }
  const writeAside = async (text: string): Promise<void> => {
    try {
      writeFileSync(handle, text)
    } catch (error) {
      throw writeFailure(error, file)
    }
    isDurable = false
    if (performance.now() - syncedAt >= syncEveryMs) await flush()
  }
  const textOf = (added: readonly JournalEntry[]): string =>
    added
      .map((entry) => {
        const json = JSON.stringify(entry)
        return `{"mac":"${macOf(json).toString('hex')}","entry":${json}}\n`
      })
      .join('')
  try {
    // A torn line must not swallow the next one.
    if (!resumed) write(`${headerLine}\n`)
    else if (lines.at(-1) !== '') write('\n')
  } catch (error) {
    closeSync(handle)
    throw error
  }
  return {
    entries,
    resumed,
    append(added) {
      if (added.length > 0) write(textOf(added))
      for (const entry of added) entries.set(keyOf(entry), entry)
    },
    async appendAside(added) {
      if (added.length > 0) await writeAside(textOf(added))
      for (const entry of added) entries.set(keyOf(entry), entry)
    },
    flush,
    forget(keys) {
      for (const one of keys) entries.delete(one)
    },
    close: () => closeSync(handle),
  }
}

/** The entries of a journal, touching nothing; undefined when it is of another plan or rule set, or not there. */
export function readJournal(file: string, { header, key }: ReadOptions): Journal['entries'] | undefined {
  const headerLine = JSON.stringify(header)
  const lines = linesOf(file)
  return lines[0] === headerLine ? entriesIn(lines, macWith(key, headerLine)) : undefined
}

/** The same of whatever plan and rules it is, with its header; undefined when nothing in it carries our code. */
export function readLastJournal(
  file: string,
  key: Uint8Array,
): { readonly header: JournalHeader; readonly entries: Journal['entries'] } | undefined {
  const lines = linesOf(file)
  const [headerLine = ''] = lines
  const entries = entriesIn(lines, macWith(key, headerLine))
  // Nobody vouches for a header without a line under it.
  return entries.size === 0 ? undefined : { header: JSON.parse(headerLine) as JournalHeader, entries }
}

type Mac = (json: string) => Buffer

function macWith(key: Uint8Array, headerLine: string): Mac {
  return (json) => createHmac('sha256', key).update(`${headerLine}\n${json}`).digest()
}

function linesOf(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
}

/** The last line is empty, or torn. */
function entriesIn(lines: readonly string[], macOf: Mac): Map<string, JournalEntry> {
  const entries = new Map<string, JournalEntry>()
  for (const line of lines.slice(1, -1)) {
    const entry = parseEntry(line, macOf)
    if (entry !== undefined) entries.set(keyOf(entry), entry)
  }
  return entries
}

function keyOf({ outcome }: JournalEntry): string {
  return outcomeKey(outcome.kind === 'clean' ? outcome.line : outcome)
}

const lineShape = /^\{"mac":"([0-9a-f]{64})","entry":(.+)\}$/

function parseEntry(line: string, macOf: Mac): JournalEntry | undefined {
  const [, mac = '', json = ''] = lineShape.exec(line) ?? []
  const isOurs = json !== '' && timingSafeEqual(Buffer.from(mac, 'hex'), macOf(json))
  return isOurs ? (JSON.parse(json) as JournalEntry) : undefined
}
