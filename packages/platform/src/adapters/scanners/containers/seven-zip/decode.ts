import { inflateRawSync } from 'node:zlib'

import type * as Detection from '../../../../phases/detect/index.ts'
import { undoX86Filter } from './branch-filter.ts'

/** The coder's name for a content that only a password opens. */
export const aes = '06f10701'

export type Decoder = (packed: Buffer, properties: Buffer, plainBytes: number) => Buffer | undefined

/** By method (7zip's Methods.txt). Others are not decoded: PPMd, BCJ2, filters for other processors. */
export async function loadDecoders(): Promise<Readonly<Record<string, Decoder>>> {
  // Only when it is needed: detection is most of what a thread would load.
  const tools = await import('../../../../phases/detect/index.ts')
  return {
    '00': (packed) => packed,
    '21': (packed, _properties, plainBytes) => {
      const result = tools.unpackLzma2(packed, 0, plainBytes + packed.length + 8192)
      return 'content' in result ? result.content : undefined
    },
    '030101': (packed, properties, plainBytes) => lzma(tools, packed, { properties, plainBytes }),
    '040108': (packed, _properties, plainBytes) => {
      try {
        return inflateRawSync(packed, { maxOutputLength: Math.max(1, plainBytes) })
      } catch {
        return undefined
      }
    },
    '040202': (packed, _properties, plainBytes) => bzip2(tools, packed, plainBytes),
    '04': x86,
    '03030103': x86,
    '03': delta,
  }
}

function lzma(
  { decodeLzma, lzmaState, rangeDecoder }: typeof Detection,
  packed: Buffer,
  { properties, plainBytes }: { properties: Buffer; plainBytes: number },
): Buffer | undefined {
  const state = lzmaState(properties[0] ?? 255)
  if (state === undefined || packed.length < 5) return undefined
  const out = Buffer.alloc(plainBytes)
  const decoder = rangeDecoder(packed, 0, packed.length)
  return decodeLzma(state, decoder, out, { first: 0, from: 0, to: plainBytes }) ? out : undefined
}

function bzip2({ unbzip2 }: typeof Detection, packed: Buffer, plainBytes: number): Buffer | undefined {
  const out = Buffer.alloc(plainBytes)
  let used = 0
  const { isWhole } = unbzip2(packed, 2 * plainBytes + 1_000_000, (byte, times) => {
    out.fill(byte, used, Math.min(out.length, used + times))
    used += times
  })
  return isWhole && used === plainBytes ? out : undefined
}

function x86(packed: Buffer): Buffer {
  const plain = Buffer.from(packed)
  undoX86Filter(plain)
  return plain
}

/** Every byte is the difference to the one so many places before. */
function delta(packed: Buffer, properties: Buffer): Buffer {
  const distance = (properties[0] ?? 0) + 1
  const plain = Buffer.from(packed)
  for (let at = distance; at < plain.length; at += 1) {
    plain[at] = ((plain[at] ?? 0) + (plain[at - distance] ?? 0)) & 255
  }
  return plain
}
