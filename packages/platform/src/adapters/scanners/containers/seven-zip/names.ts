import { type NumberReader, TornHeader } from './number-reader.ts'

const filesInfo = 5
const emptyStream = 0x0e
const names = 0x11

/**
 * Names of the members that have bytes, in the order of their streams (7zFormat.txt, FilesInfo). Names are for people
 * only: what is torn here has none, and the members are judged all the same.
 */
export function readNames(reader: NumberReader): readonly string[] {
  try {
    return namesIn(reader)
  } catch (error) {
    if (error instanceof TornHeader) return []
    throw error
  }
}

function namesIn(reader: NumberReader): readonly string[] {
  if (reader.byte() !== filesInfo) return []
  const count = reader.count()
  let isEmpty: readonly boolean[] = []
  let found: readonly string[] = []
  for (let property = reader.byte(); property !== 0; property = reader.byte()) {
    const data = reader.bytes(reader.number())
    if (property === emptyStream) isEmpty = bitsOf(data, count)
    // The first byte says whether they lie elsewhere.
    else if (property === names && data[0] === 0) found = data.toString('utf16le', 1).split('\0', count)
  }
  return found.filter((_, at) => isEmpty[at] !== true)
}

function bitsOf(data: Buffer, count: number): readonly boolean[] {
  return Array.from({ length: count }, (_, at) => (((data[at >> 3] ?? 0) << (at & 7)) & 0x80) !== 0)
}
