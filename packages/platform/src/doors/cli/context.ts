import type { CommandContext } from '@stricli/core'

import type { Database, DatabaseLocation } from '../../adapters/database/index.ts'
import type { ContainerSplitter, KnownInsides, Scanner, VerdictCache } from '../../phases/recover/index.ts'
import type { PacedFigures } from './terminal/progress-figures.ts'

/** What a command may use of the outside world; `main.ts` composes it once, tests compose their own. */
export interface AnlaufContext extends CommandContext {
  readonly process: {
    /** Absent where nothing can be piped in. */
    readonly stdin?: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean }
    readonly stdout: {
      readonly isTTY?: boolean
      write(data: string | Uint8Array, done?: (error?: Error | null) => void): unknown
    }
    readonly stderr: { write(text: string): void; readonly isTTY?: boolean; readonly columns?: number }
    readonly env: Readonly<Partial<Record<string, string>>>
    exitCode?: number | string | null
  }
  /** Aborted by Ctrl-C and SIGTERM: long work stops at the next safe point. */
  readonly signal: AbortSignal
  /** Set when another program started this one and follows how far it is; then no progress line is written. */
  readonly onProgress?: (figures: PacedFigures) => void
  /** Folder of the program's own state (database, keys); `ANLAUF_HOME` or `.anlauf` in the current folder. */
  readonly home: string
  /** Folder of the rule set that the project ships. */
  readonly bundledRules: string
  readonly now: () => Date
  readonly openDatabase: (location: DatabaseLocation) => Promise<Database>
  readonly startScanner: (options: EngineOptions) => Promise<Scanner>
  /** Takes containers apart as every scanner does, without judging anything. */
  readonly openContainers: () => Promise<ContainerSplitter>
}

/** Which engines judge; all that are named are required. */
export interface EngineOptions {
  readonly rules: readonly string[]
  readonly processes?: number
  readonly clamd?: { readonly place: string; readonly signatures?: string }
  readonly hashLists?: { readonly bad?: readonly string[]; readonly good?: readonly string[] }
  /** Keeps what single engines said, of members of containers too. */
  readonly verdicts?: VerdictCache
  /** Keeps what lies in containers, for hunts. */
  readonly insides?: Pick<KnownInsides, 'store'>
}
