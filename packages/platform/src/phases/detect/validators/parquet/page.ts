import { crc32 } from 'node:zlib'

import { decompress } from '../decompress.ts'
import { gzip } from '../gzip.ts'
import { broken, type Validity } from '../validity.ts'
import { snappyLength } from './snappy.ts'
import { readStruct, type Struct, type Thrift } from './thrift.ts'

const codecs = { none: 0, snappy: 1, gzip: 2, brotli: 4, zstd: 6 } as const

export interface Page {
  readonly end: number
  /** Rows of a page of data, with nulls; none of a dictionary. */
  readonly values: number
  /** Bytes that came out of it. */
  readonly plain: number
  /** A checksum vouches for its bytes. */
  readonly isProved: boolean
}

export interface PageLimits {
  readonly codec: number
  readonly limit: number
  readonly budget: number
}

/** A page (parquet.thrift, PageHeader): its header, its checksum where it has one, and that it unpacks to its length. */
export function checkPage(
  buffer: Buffer,
  start: number,
  { codec, limit, budget }: PageLimits,
): Page | Validity {
  const header = readStruct(buffer, start, limit)
  const [plain, packed] = [numberOf(header?.struct.get(2)), numberOf(header?.struct.get(3))]
  if (header === undefined || !(plain >= 0) || !(packed >= 0)) return broken(start, 'a page has no header')
  const end = header.end + packed
  if (end > limit) return broken(start, 'a page is longer than the file')
  const data = buffer.subarray(header.end, end)
  const sum = header.struct.get(4)
  const hasSum = typeof sum === 'number'
  if (hasSum && crc32(data) !== sum >>> 0) return broken(header.end, 'the checksum of a page is wrong')
  const values = valuesOf(header.struct)
  // What a checksum covers needs no second proof.
  if (hasSum || plain > budget) return { end, values, plain: 0, isProved: hasSum }
  const second = structOf(header.struct.get(8))
  const levels = second === undefined ? 0 : numberOf(second.get(5)) + numberOf(second.get(6))
  const isPacked = codec !== codecs.none && second?.get(7) !== 0
  const content = data.subarray(levels)
  const proof = isPacked ? unpacks(content, codec, plain - levels) : 'stored'
  if (proof === 'damaged') return broken(header.end, 'a page does not decompress')
  return { end, values, plain, isProved: (proof === 'proved' && levels === 0) || data.length === 0 }
}

/** gzip brings its own checksum; the others notice what cannot be, and miss what could have been. */
function unpacks(content: Buffer, codec: number, plain: number): 'proved' | 'likely' | 'damaged' | 'unknown' {
  // Writers leave out the stream of a page of nothing but nulls.
  if (content.length === 0 || plain <= 0) return 'likely'
  if (codec === codecs.snappy) return snappyLength(content) === plain ? 'likely' : 'damaged'
  if (codec === codecs.gzip) {
    if (content[0] !== 0x1f) return 'unknown'
    const member = gzip(content)
    if (member.state === 'broken') return 'damaged'
    return member.depth === 'checksum' && member.end === content.length ? 'proved' : 'likely'
  }
  if (codec !== codecs.brotli && codec !== codecs.zstd) return 'unknown'
  const result = decompress(codec === codecs.zstd ? 'zstd' : 'brotli', content, plain)
  return 'content' in result && result.content.length === plain ? 'likely' : 'damaged'
}

function valuesOf(header: Struct): number {
  const data = structOf(header.get(5)) ?? structOf(header.get(8))
  return data === undefined ? 0 : Math.max(0, numberOf(data.get(1)))
}

export function numberOf(value: Thrift | undefined): number {
  return typeof value === 'number' ? value : Number.NaN
}

export function structOf(value: Thrift | undefined): Struct | undefined {
  return value instanceof Map ? value : undefined
}

export function structsOf(value: Thrift | undefined): Struct[] {
  return Array.isArray(value) ? value.flatMap((item: Thrift) => structOf(item) ?? []) : []
}
