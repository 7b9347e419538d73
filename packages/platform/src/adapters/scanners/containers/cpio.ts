import type { Opener } from './opener.ts'
import { nameOf } from './member-place.ts'
import { partOf, type Source } from './source.ts'

interface Entry {
  readonly size: number
  /** Where its bytes begin, and where the next header stands. */
  readonly start: number
  readonly next: number
  readonly name: string
}

/** Magic numbers: the portable format, the new one, the new one with sums. */
export const cpioMagics = ['070707', '070701', '070702'].map((magic) => Buffer.from(magic, 'latin1'))

/** cpio (cpio(5): odc and newc), as initial ramdisks and RPM packages hold it. */
export const openCpio: Opener = async function* (source, { budget, scratch }) {
  for (let at = 0; at < source.size;) {
    const entry = entryAt(source, at)
    if (entry === undefined) {
      // Writers fill a block with zeros; anything else is not what they wrote.
      if (source.read(at, 512).some((byte) => byte !== 0)) yield { problem: 'unparseable' }
      return
    }
    budget.spendMember()
    if (entry.start + entry.size > source.size) yield { problem: 'unparseable' }
    if (entry.size > 0 && entry.start < source.size) {
      const content = scratch.copy(partOf(source, entry.start, entry.size), budget)
      yield { content, name: entry.name }
    }
    at = entry.next
  }
}

function entryAt(source: Source, at: number): Entry | undefined {
  const header = source.read(at, 110).toString('latin1')
  if (header.startsWith('07070') && header[5] === '7') {
    const [name, size] = [octal(header.slice(59, 65)), octal(header.slice(65, 76))]
    if (name === undefined || size === undefined) return undefined
    const start = at + 76 + name
    return { size, start, next: start + size, name: nameOf(source.read(at + 76, Math.min(name, maxName))) }
  }
  if (!/^07070[12]/.test(header)) return undefined
  const [size, name] = [hexadecimal(header.slice(54, 62)), hexadecimal(header.slice(94, 102))]
  if (name === undefined || size === undefined) return undefined
  const start = at + inFours(110 + name)
  const shown = nameOf(source.read(at + 110, Math.min(name, maxName)))
  return { size, start, next: start + inFours(size), name: shown }
}

/** No system has longer paths. */
const maxName = 4096

const inFours = (length: number): number => Math.ceil(length / 4) * 4

function octal(digits: string): number | undefined {
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined
}

function hexadecimal(digits: string): number | undefined {
  return /^[0-9a-f]{8}$/i.test(digits) ? Number.parseInt(digits, 16) : undefined
}
