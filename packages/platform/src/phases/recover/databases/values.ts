/** One value of a database, raw: what an application would get. */
export interface DatabaseValue {
  /** `schema.table.column`, `large objects`, `definitions`: for people. */
  readonly where: string
  /** A file in a column (bytea, a large object) is judged alone however short it is. */
  readonly isBinary: boolean
  readonly bytes: Uint8Array
}

/** What is judged at once: a value alone, or short ones of one table together. */
export interface ValueContent {
  readonly where: string
  readonly bytes: Uint8Array
  /** The values of a pool, to be judged one by one when it is not clean; empty for a single value. */
  readonly values: readonly DatabaseValue[]
}

/** Hashes and numbers in binary columns are shorter, programs longer. */
const minBinary = 48
/** A text of this length may be a whole script or document: it is judged as what it is. */
const minText = 4096
/** An engine's call costs as much as scanning some ten thousand bytes. */
const poolBytes = 1024 * 1024

/**
 * Deals values out to contents: no value is cut, none left out. Short ones are pooled, a line break between two, so
 * that a table of a million numbers is not a million contents.
 */
export async function* contentsOf(values: AsyncIterable<DatabaseValue>): AsyncGenerator<ValueContent> {
  let pool: DatabaseValue[] = []
  let length = 0
  for await (const value of values) {
    const size = value.bytes.length
    if (size >= (value.isBinary ? minBinary : minText)) {
      yield { where: value.where, bytes: value.bytes, values: [] }
      continue
    }
    if (size === 0) continue
    pool.push(value)
    length += size + 1
    if (length < poolBytes) continue
    yield pooled(pool)
    pool = []
    length = 0
  }
  if (pool.length > 0) yield pooled(pool)
}

const lineBreak = Buffer.from('\n')

function pooled(values: readonly DatabaseValue[]): ValueContent {
  const bytes = Buffer.concat(values.flatMap((value) => [value.bytes, lineBreak]))
  return { where: values[0]?.where ?? '', bytes, values }
}
