import type { Opener } from './opener.ts'
import { nameOf } from './member-place.ts'
import { partOf, type Source } from './source.ts'

const block = 512
/** Headers of these kinds describe the next member; what they hold is names and times. */
const aboutTheNext = new Set(['x', 'g', 'L', 'K'])
/** Links, devices and folders have no bytes behind their header, whatever size it names. */
const withoutBytes = /[1-6]/

/** True when a header with a right checksum stands at the start: also of old writers, who left no magic number. */
export function isTar(source: Source): boolean {
  const header = source.read(0, block)
  return header.length === block && !isZero(header) && isHeader(header)
}

/**
 * tar (POSIX.1-1988 ustar, pax, GNU). Goes on behind blocks of zeros and behind damage, as some programs do when
 * told to: what they would find there is found here too.
 */
export const openTar: Opener = async function* (source, { budget, scratch }) {
  let isTorn = false
  let paxSize: number | undefined
  let longName: string | undefined
  for (let at = 0; at < source.size;) {
    const header = source.read(at, block)
    at += block
    if (header.length < block) break
    if (!isHeader(header)) {
      isTorn ||= !isZero(header)
      continue
    }
    const kind = String.fromCharCode(header[156] ?? 0)
    const said = sizeIn(header)
    if (said === undefined) {
      isTorn = true
      continue
    }
    budget.spendMember()
    if (kind === 'S') {
      // Pieces of a file with holes: what comes out has zeros between them, and other lengths.
      isTorn = true
      at = behindSparseMaps(source, header, at)
    }
    if (kind === 'x') {
      const records = source.read(at, Math.min(said, maxPax))
      paxSize = sizeInPax(records) ?? paxSize
      longName = nameInPax(records) ?? longName
      isTorn ||= records.includes('GNU.sparse.')
    }
    if (kind === 'L') longName = nameOf(source.read(at, Math.min(said, maxPax)))
    const size = withoutBytes.test(kind) ? 0 : aboutTheNext.has(kind) ? said : (paxSize ?? said)
    if (at + size > source.size) isTorn = true
    if (size > 0 && !aboutTheNext.has(kind)) {
      const name = longName ?? nameIn(header)
      yield { content: scratch.copy(partOf(source, at, size), budget), name }
    }
    if (!aboutTheNext.has(kind)) [paxSize, longName] = [undefined, undefined]
    at += Math.ceil(Math.min(size, source.size) / block) * block
  }
  if (isTorn) yield { problem: 'unparseable' }
}

/** Old GNU headers of files with holes go on in blocks of their own while their last flag is set. */
function behindSparseMaps(source: Source, header: Buffer, start: number): number {
  let at = start
  for (let isMore = header[482] === 1; isMore && at < source.size; at += block) {
    isMore = source.read(at, block)[504] === 1
  }
  return at
}

const maxPax = 1024 * 1024

function isZero(header: Buffer): boolean {
  return header.every((byte) => byte === 0)
}

/** The sum of all bytes, with spaces where the sum itself stands; old writers summed them with a sign. */
function isHeader(header: Buffer): boolean {
  const said = octal(header, 148, 8)
  if (said === undefined || said === 0) return false
  let [sum, signed] = [0, 0]
  for (let at = 0; at < block; at += 1) {
    const byte = at >= 148 && at < 156 ? 32 : (header[at] ?? 0)
    sum += byte
    signed += (byte << 24) >> 24
  }
  return said === sum || said === signed
}

function sizeIn(header: Buffer): number | undefined {
  if (((header[124] ?? 0) & 0x80) === 0) return octal(header, 124, 12)
  let size = 0
  for (const byte of header.subarray(125, 136)) size = size * 256 + byte
  return size <= Number.MAX_SAFE_INTEGER ? size : undefined
}

function octal(header: Buffer, start: number, length: number): number | undefined {
  const digits = /^ *([0-7]*)[ \0]*/.exec(header.toString('latin1', start, start + length))?.[1]
  return digits === undefined ? undefined : Number.parseInt(digits === '' ? '0' : digits, 8)
}

/** A pax record `<length> size=<bytes>\n` overrules the header (POSIX.1-2001 pax). */
function sizeInPax(records: Buffer): number | undefined {
  const found = /(?:^|\n)\d+ size=(\d{1,15})\n/.exec(records.toString('latin1'))?.[1]
  return found === undefined ? undefined : Number(found)
}

/** Behind the magic number of POSIX the first part of a long path stands apart. */
function nameIn(header: Buffer): string {
  const name = nameOf(header.subarray(0, 100))
  const prefix = header.toString('latin1', 257, 263) === 'ustar\0' ? nameOf(header.subarray(345, 500)) : ''
  return prefix === '' ? name : `${prefix}/${name}`
}

function nameInPax(records: Buffer): string | undefined {
  const found = /(?:^|\n)\d+ path=([^\n]{1,4096})\n/.exec(records.toString('latin1'))?.[1]
  return found === undefined ? undefined : nameOf(Buffer.from(found, 'latin1'))
}
