import type { Opener } from './opener.ts'
import { nameOf } from './member-place.ts'
import { partOf } from './source.ts'

export const arMagic = Buffer.from('!<arch>\n', 'latin1')

/** ar (static libraries, Debian packages): a header of 60 bytes, the member, an even place. */
export const openAr: Opener = async function* (source, { budget, scratch }) {
  let at = arMagic.length
  while (at < source.size) {
    const header = source.read(at, 60)
    const size = Number(header.toString('latin1', 48, 58).trim() || Number.NaN)
    const isHeader = header.length === 60 && header[58] === 0x60 && header[59] === 0x0a
    if (!isHeader || !Number.isSafeInteger(size) || size < 0) return yield { problem: 'unparseable' }
    at += 60
    budget.spendMember()
    if (at + size > source.size) yield { problem: 'unparseable' }
    if (size > 0 && at < source.size) {
      const name = nameOf(header.subarray(0, 16)).trim()
      yield { content: scratch.copy(partOf(source, at, size), budget), name }
    }
    at += size + (size % 2)
  }
}
