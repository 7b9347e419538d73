import { asBuffer, broken, valid, type Validator, type Validity } from '../validity.ts'
import { type Budget, checkEntry, readEntry } from './entry.ts'
import { findDirectory } from './end-record.ts'

/** Bytes that a check may read and decompress together; what lies beyond is checked by structure only. */
const maxWork = 512 * 1024 * 1024

/** Bytes between the entries that nobody accounts for; alignment goes into extra fields. */
const maxSlack = 64

/**
 * The zip family (docx, xlsx, pptx, odf, jar, epub): end record, central directory, and for every entry the
 * local header and the CRC-32 after decompression (APPNOTE 6.3, also zip64). Space that belongs to no entry,
 * encrypted entries and unknown methods leave it at `structure`: they could hold anything. One encrypted entry makes its
 * flavour `sealed`.
 */
export const zip: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const directory = findDirectory(buffer)
  if ('state' in directory) return directory
  const budget: Budget = { work: maxWork, opaque: false }
  const extents: { start: number; end: number }[] = []
  let at = directory.start
  let flavour: string | undefined
  let isSealed = false
  for (let place = 0; place < directory.count; place += 1) {
    const entry = readEntry(buffer, at, directory.end)
    if ('state' in entry) return entry
    const problem = checkEntry(buffer, entry, budget)
    if (problem !== undefined) return problem
    extents.push(entry.extent)
    flavour = (entry.flags & 1) !== 0 ? 'sealed' : (flavour ?? flavourOf(buffer, entry))
    isSealed ||= flavour === 'sealed'
    at = entry.next
  }
  if (at !== directory.end) return broken(at, 'the central directory has another length than it says')
  if (directory.comment > 1024 || hasGaps(extents, directory)) budget.opaque = true
  return valid(
    budget.opaque ? 'structure' : 'checksum',
    directory.fileEnd,
    isSealed ? 'sealed' : flavour,
  ) satisfies Validity
}

function hasGaps(
  extents: { start: number; end: number }[],
  directory: { start: number; afterDirectory: number },
): boolean {
  let [reached, slack] = [0, directory.afterDirectory]
  for (const { start, end } of extents.sort((a, b) => a.start - b.start)) {
    // Overlapping entries share their bytes: a bomb, or something hidden.
    if (start < reached) return true
    slack += start - reached
    reached = end
  }
  return slack + directory.start - reached > maxSlack
}

/** What kind of document the archive is, by the entries that each kind must have. */
function flavourOf(
  buffer: Buffer,
  entry: { name: string; stored: { start: number; end: number } },
): string | undefined {
  if (entry.name === '[Content_Types].xml') return 'ooxml'
  if (entry.name === 'META-INF/MANIFEST.MF') return 'jar'
  if (entry.name !== 'mimetype') return undefined
  return buffer.toString('latin1', entry.stored.start, Math.min(entry.stored.end, entry.stored.start + 80))
}
