import { nameOf } from '../member-place.ts'
import { placeOf, type Source } from '../source.ts'
import { type Entry, extraField64 } from './entry.ts'

const signature = Buffer.from('PK\x03\x04', 'latin1')

/** The local header at a place (APPNOTE 4.3.7); undefined when none is there or it runs out of the file. */
function localEntry(source: Source, header: number): Entry | undefined {
  const fields = source.read(header, 30)
  if (fields.length < 30) return undefined
  const flags = fields.readUInt16LE(6)
  const nameBytes = fields.readUInt16LE(26)
  const extraBytes = fields.readUInt16LE(28)
  const start = header + 30 + nameBytes + extraBytes
  if (start > source.size) return undefined
  const extra = source.read(header + 30 + nameBytes, extraBytes)
  const [plain = 0, packed = 0] = extraField64(extra, [fields.readUInt32LE(22), fields.readUInt32LE(18)])
  const isOpen = (flags & 8) !== 0 && packed === 0
  return {
    header,
    start,
    end: isOpen ? undefined : start + packed,
    method: fields.readUInt16LE(8),
    isEncrypted: (flags & 0x41) !== 0,
    name: nameOf(source.read(header + 30, nameBytes)),
    plain: isOpen ? undefined : plain,
  }
}

/**
 * What a program sees that reads an archive from its front, and every header between the members that the
 * directory does not name. `extents` are the places that are members already: what lies in them is theirs.
 * The reader says how long a member turned out to be that did not say so itself.
 */
export function* localView(
  source: Source,
  extents: ReadonlyMap<number, number>,
): Generator<Entry, void, number | undefined> {
  for (let at = 0; ;) {
    const header = placeOf(source, signature, at)
    if (header < 0) return
    const entry = localEntry(source, header)
    if (entry === undefined) {
      at = header + signature.length
      continue
    }
    const length = yield entry
    const end = extents.get(header) ?? entry.end ?? (length === undefined ? undefined : entry.start + length)
    at = end === undefined || end > source.size ? header + signature.length : Math.max(end, header + 4)
  }
}
