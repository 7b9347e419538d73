import { AnlaufError } from '../../../core/failure.ts'

const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')
/** PostgreSQL holds no larger value. */
const maxField = 1024 * 1024 * 1024

/**
 * The rows of `COPY … TO STDOUT (FORMAT binary)` as they come: raw values, null for none. Format:
 * postgresql.org/docs/current/sql-copy.html, "Binary Format". Throws `postgres-failed` for anything else, also for a
 * stream without its end: rows that did not come must not count as looked at.
 */
export async function* copyRows(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly (Buffer | null)[]> {
  const read = reader(pieces)
  const start = await read(signature.length)
  if (!start.equals(signature)) throw notCopy('it has another beginning')
  await read(4)
  await read((await read(4)).readUInt32BE())
  for (;;) {
    const columns = (await read(2)).readInt16BE()
    if (columns === -1) return
    if (columns < 0) throw notCopy(`a row of ${columns} columns`)
    const row: (Buffer | null)[] = []
    for (let at = 0; at < columns; at += 1) {
      const length = (await read(4)).readInt32BE()
      if (length < -1 || length > maxField) throw notCopy(`a value of ${length} bytes`)
      row.push(length === -1 ? null : await read(length))
    }
    yield row
  }
}

/** Exactly so many bytes at a time, however they arrive. */
function reader(pieces: AsyncIterable<Uint8Array>): (length: number) => Promise<Buffer> {
  const source = pieces[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  return async (length) => {
    const parts: Buffer[] = []
    let missing = length
    while (missing > rest.length) {
      if (rest.length > 0) parts.push(rest)
      missing -= rest.length
      const next = await source.next()
      if (next.done === true) throw notCopy('it ends too early')
      rest = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
    }
    const last = rest.subarray(0, missing)
    rest = rest.subarray(missing)
    return parts.length === 0 ? last : Buffer.concat([...parts, last])
  }
}

function notCopy(why: string): AnlaufError {
  return new AnlaufError('postgres-failed', `The rows of a table cannot be read for scanning: ${why}.`, {
    hint: 'Nothing was handed over. Start the same command again; if it stays, report it with the version of PostgreSQL.',
    retry: 'later',
  })
}
