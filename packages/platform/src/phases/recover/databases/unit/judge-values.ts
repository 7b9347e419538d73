import { createHash } from 'node:crypto'

import { type JudgeCounts, judgeBatch, type Judges } from '../../judge-batch.ts'
import { openQuarantine, type Quarantine } from '../../quarantine.ts'
import type { Verdict } from '../../scanner.ts'
import { databasesHost } from '../piece.ts'
import { contentsOf, type DatabaseValue, type ValueContent } from '../values.ts'

/** A value that no engine calls clean. */
export interface FlaggedValue {
  readonly where: string
  readonly sha256: string
  readonly verdict: Verdict
}

export interface JudgedValues {
  readonly contents: number
  readonly bytes: number
  /** Empty, or the piece is not handed over. */
  readonly flagged: readonly FlaggedValue[]
}

export interface ValueTools extends Judges {
  /** Folder for what is not clean. */
  readonly quarantine: string
  readonly unit: string
  readonly signal?: AbortSignal | undefined
}

/** So much is in memory before an engine is asked. */
const batchBytes = 32 * 1024 * 1024
const batchContents = 256
/** What more of them looks like nobody reads; the piece is refused after the first. */
const maxFlagged = 1000

/**
 * Judges every value of a database, each as `recover run` judges files. What is not clean is sealed in the
 * quarantine; a pool that is not clean is judged value by value. Throws `scanner-failed`, `no-space`.
 */
export async function judgeValues(
  values: AsyncIterable<DatabaseValue>,
  tools: ValueTools,
): Promise<JudgedValues> {
  const counts = { scanned: 0, fromCache: 0 }
  const quarantine = openQuarantine(tools.quarantine)
  const flagged: FlaggedValue[] = []
  let contents = 0
  let bytes = 0
  let batch: ValueContent[] = []
  let waiting = 0
  const judge = async (): Promise<void> => {
    tools.signal?.throwIfAborted()
    flagged.push(...(await judgeContents(batch, { ...tools, quarantine }, counts)))
    batch = []
    waiting = 0
  }
  for await (const content of contentsOf(values)) {
    batch.push(content)
    contents += 1
    bytes += content.bytes.length
    waiting += content.bytes.length
    if (waiting >= batchBytes || batch.length >= batchContents) await judge()
    if (flagged.length >= maxFlagged) break
  }
  if (batch.length > 0) await judge()
  return { contents, bytes, flagged }
}

async function judgeContents(
  batch: readonly ValueContent[],
  tools: Omit<ValueTools, 'quarantine'> & { readonly quarantine: Quarantine },
  counts: JudgeCounts,
): Promise<FlaggedValue[]> {
  const items = batch.map(({ bytes }) => ({ key: sha256Of(bytes), bytes }))
  const verdicts = await judgeBatch(tools, items, counts)
  const flagged: FlaggedValue[] = []
  for (const [at, content] of batch.entries()) {
    const [item, verdict] = [items[at], verdicts[at]]
    if (item === undefined || verdict === undefined || verdict.verdict === 'clean') continue
    if (content.values.length > 0) {
      // A rule may have found its words in the values of two rows: each alone decides.
      const single = content.values.map(({ where, bytes }) => ({ where, bytes, values: [] }))
      flagged.push(...(await judgeContents(single, tools, counts)))
      continue
    }
    await tools.quarantine.seal(item.key, item.bytes)
    const path = `/${content.where}`
    tools.quarantine.note([{ unit: tools.unit, host: databasesHost, path, sha256: item.key, verdict }])
    flagged.push({ where: content.where, sha256: item.key, verdict })
  }
  return flagged
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
