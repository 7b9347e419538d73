import { asBuffer, broken, valid, type Validator } from '../validity.ts'
import { oldLayout, sumOf, wideLayout, wordAt } from './layout.ts'
import { checkTree, pageKinds, type Walk } from './tree.ts'

const headerBytes = 564
const wideSince = 23
/** Since Outlook 2013 the local copy of a server's mailbox has pages of 4 KiB and packed blocks. */
const packedSince = 36

/**
 * Outlook's mailboxes (MS-PST): the checksums of the header, of every page of both trees, and of every block that they name.
 * Nothing else is content: `checksum`. Files with packed blocks are known by their header only.
 */
export const pst: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < headerBytes) return broken(0, 'the header is incomplete')
  const version = buffer.readUInt16LE(10)
  const isWide = version >= wideSince
  const isSound =
    buffer.readUInt32LE(4) === sumOf(buffer.subarray(8, 8 + 471)) &&
    (!isWide || buffer.readUInt32LE(524) === sumOf(buffer.subarray(8, 8 + 516)))
  if (!isSound) return broken(4, 'the checksum of the header is wrong')
  const layout = isWide ? wideLayout : oldLayout
  const end = wordAt(buffer, layout.fileEnd, layout)
  if (!(end > 0 && end <= buffer.length)) return broken(layout.fileEnd, 'the file is shorter than it says')
  if (version >= packedSince) return valid('structure', end)
  const walk: Walk = { buffer, layout, end, left: end }
  const problem =
    checkTree(walk, wordAt(buffer, layout.nodes + layout.word, layout), pageKinds.nodes) ??
    checkTree(walk, wordAt(buffer, layout.blocks + layout.word, layout), pageKinds.blocks)
  return problem ?? valid('checksum', end)
}
