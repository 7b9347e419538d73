import type { Opener } from './opener.ts'
import { partOf, placeOf } from './source.ts'

/** The beginning of a section (*.one) and of a notebook's table of contents (*.onetoc2); MS-ONESTORE 2.3.1. */
export const oneNoteMagics = [
  Buffer.from('e4525c7b8cd8a74daeb15378d02996d3', 'hex'),
  Buffer.from('a12fff43d9ef764c9ee210ea5722765f', 'hex'),
]

/** Around every embedded file (MS-ONESTORE 2.6.13): GUID, 8 bytes length, 12 bytes unused, the file, GUID. */
const before = Buffer.from('e716e3bd65261145a4c48d4d0b7a9eac', 'hex')
const after = Buffer.from('22a7fb71790f0b4abb13899256426b24', 'hex')
const headerBytes = 36

/**
 * OneNote: files that are embedded in pages, among them scripts behind a picture that says "click here". They are
 * found by the GUID before each, wherever it stands, so that neither a broken list of objects nor one that names
 * fewer hides any. Whatever else a page holds is judged with the file as a whole.
 */
export const openOneNote: Opener = async function* (source, { budget, scratch }) {
  let isTorn = false
  for (let at = placeOf(source, before, 0); at >= 0; at = placeOf(source, before, at)) {
    const header = source.read(at, headerBytes)
    at += headerBytes
    if (header.length < headerBytes) break
    budget.spendMember()
    const length = Number(header.readBigUInt64LE(16))
    const end = at + length
    const footerAt = end + ((8 - (length % 8)) % 8)
    // Files end at a multiple of eight; some writers leave the footer right behind them.
    const isWhole = [footerAt, end].some((place) => source.read(place, after.length).equals(after))
    isTorn ||= !isWhole
    if (length > 0 && at < source.size) yield { content: scratch.copy(partOf(source, at, length), budget) }
    // Behind a length that is a lie others may follow.
    if (isWhole) at = end
  }
  if (isTorn) yield { problem: 'unparseable' }
}
