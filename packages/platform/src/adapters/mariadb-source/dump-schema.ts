import { createHash } from 'node:crypto'

import { AnlaufError } from '../../core/failure.ts'
import type { InventoryLine } from '../../phases/recover/databases/index.ts'
import {
  changedDefinitions,
  type Definitions,
  type DumpedSchema,
  dumpFileName,
  watchDump,
} from '../../phases/recover/databases/mariadb/index.ts'
import { programFailure } from '../programs/index.ts'
import { isSteady, measureTables } from './measure-tables.ts'
import { mariadb } from './product.ts'
import { readSchema } from './definitions-sql.ts'
import { openSession, type Reach, type Session } from './session.ts'
import { startWriting, type WritingProgram } from './stream-program.ts'

/** A schema of the source as its catalogue names it. */
export interface SourceSchema {
  readonly schema: string
  readonly characterSet: string
  readonly collation: string
}

export interface DumpSource {
  readonly reach: Reach
  /** `mariadb-dump`. */
  readonly dumper: string
}

/** How one attempt ended. */
export type Attempt =
  | { readonly kind: 'whole'; readonly dumped: DumpedSchema; readonly objects: readonly InventoryLine[] }
  | { readonly kind: 'changed'; readonly names: readonly string[] }
  | { readonly kind: 'failed'; readonly failure: AnlaufError }

/** With which the server says that a definition changed behind a snapshot, if only for a moment. */
const changedErrors = /\b(?:1412|1146)\b/

/**
 * Dumps one schema as of one moment, which is proved: while the moment is made nobody can change a definition or
 * commit, and when the dump is done no definition may be another. What it yields counts only if `onEnd` says `whole`.
 * Failures of this schema alone are said there too; throws only `aborted`.
 */
export async function* dumpSchema(
  { reach, dumper }: DumpSource,
  source: SourceSchema,
  { attempt, onEnd }: { readonly attempt: number; readonly onEnd: (ended: Attempt) => void },
): AsyncGenerator<Buffer> {
  try {
    await using reader = await openSession(reach)
    const begun = await beginTogether({ reach, dumper }, source, reader)
    await using program = begun.program
    const { definitions } = begun
    // Beside the dump, in the same snapshot; what goes wrong is said when the dump is read.
    const measuring = outcomeOf(measureTables(reader, source.schema, definitions))
    const hash = createHash('sha256')
    let bytes = 0
    for await (const piece of begun.output) {
      hash.update(piece)
      bytes += piece.length
      yield piece
    }
    const { code, stderr } = await program.ended()
    const measured = await measuring
    await using later = await openSession(reach)
    const names = changedDefinitions(definitions, await readSchema(later, source.schema, { exact: true }))
    if (names.length > 0) return onEnd({ kind: 'changed', names })
    if (code !== 0 || !begun.isWhole()) {
      throw programFailure(mariadb, {
        what: `${source.schema} was not dumped: mariadb-dump ended with ${code ?? 'a signal'}`,
        stderr,
        hint: 'Read what it said; often a view or a routine of this schema is invalid.',
      })
    }
    if (measured instanceof Error) throw measured
    onEnd({
      kind: 'whole',
      objects: definitions.objects,
      dumped: {
        ...source,
        file: dumpFileName(source.schema),
        bytes,
        sha256: hash.digest('hex'),
        moment: begun.moment,
        commitsHeldMs: begun.commitsHeldMs,
        attempts: attempt,
        tables: measured,
        unsteady: definitions.tables.filter((table) => !isSteady(table)).map(({ name }) => name),
        withoutHistory: definitions.tables.filter(({ versioned }) => versioned).map(({ name }) => name),
        leftOut: definitions.brokenViews,
      },
    })
  } catch (error) {
    if (!(error instanceof AnlaufError) || error.code !== 'mariadb-failed') throw error
    if (changedErrors.test(error.message)) return onEnd({ kind: 'changed', names: [error.message] })
    onEnd({ kind: 'failed', failure: error })
  }
}

interface Begun {
  readonly program: WritingProgram
  readonly output: AsyncIterable<Buffer>
  readonly definitions: Definitions
  readonly moment: string
  readonly commitsHeldMs: number
  isWhole(): boolean
}

/**
 * Begins two snapshots of one moment, `mariadb-dump`'s and ours: the stages of a backup hold commits until both have
 * begun, some hundredths of a second. Readers are never held.
 */
async function beginTogether(
  { reach, dumper }: DumpSource,
  { schema }: SourceSchema,
  reader: Session,
): Promise<Begun> {
  await using stages = await openSession(reach)
  await stages.lines('backup stage start')
  await stages.lines('backup stage block_ddl')
  const definitions = await readSchema(stages, schema, { exact: true })
  await stages.lines('backup stage block_commit')
  const held = performance.now()
  const [[moment] = []] = await stages.rows(
    `select json_array(date_format(utc_timestamp(6), '%Y-%m-%dT%H:%i:%s.%fZ'))`,
  )
  await reader.lines('start transaction with consistent snapshot')
  const program = startWriting(dumper, dumpArguments(reach, schema, definitions.brokenViews), reach)
  try {
    const watch = watchDump()
    const pieces = program.output[Symbol.asyncIterator]()
    const first: Buffer[] = []
    while (!watch.hasBegun) {
      const next = await pieces.next()
      if (next.done === true) break
      watch.see(next.value)
      first.push(next.value)
    }
    await stages.lines('backup stage end')
    return {
      program,
      definitions,
      moment: String(moment),
      commitsHeldMs: Math.round(performance.now() - held),
      isWhole: () => watch.isWhole,
      output: (async function* () {
        yield* first
        for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
          watch.see(next.value)
          yield next.value
        }
      })(),
    }
  } catch (error) {
    await program[Symbol.asyncDispose]()
    throw error
  }
}

/** Nothing is taken from the caller's option file but where the server is. */
function dumpArguments({ optionFile }: Reach, schema: string, brokenViews: readonly string[]): string[] {
  return [
    `--defaults-file=${optionFile}`,
    ...dumpOptions,
    ...brokenViews.map((view) => `--ignore-table=${schema}.${view}`),
    '--',
    schema,
  ]
}

/** How a schema is written; the same for what is handed over. */
export const dumpOptions = [
  '--single-transaction',
  '--skip-lock-tables',
  '--quick',
  '--routines',
  '--events',
  '--triggers',
  '--hex-blob',
  '--no-tablespaces',
  '--default-character-set=utf8mb4',
  '--max-allowed-packet=1G',
]

/** A failure is an outcome: nobody may be listening yet when it comes. */
function outcomeOf<Result>(work: Promise<Result>): Promise<Result | Error> {
  return work.catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
}
