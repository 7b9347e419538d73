import { noise } from './keys.ts'

/** What a family appends for its own decryptor: wrapped keys (random here), the original size, a marker. */
export interface Footer {
  /** Length for a file of this size and name. */
  length(size: number, path: string): number
  /** Where the original size stands (8 bytes, little-endian), counted back from the end of the file. */
  readonly sizeFromEnd: number
  /** Fixed bytes at the very end; before them lies the size. */
  readonly ending?: Buffer
  /** Fixed bytes somewhere else, counted from the footer's start. */
  readonly marks?: readonly { readonly at: number; readonly bytes: Buffer }[]
}

/** A footer of one length for every file, the size right before the marker at its end. */
export function fixedFooter(
  length: number,
  { ending, sizeAt, marks }: { ending?: Buffer; sizeAt?: number; marks?: Footer['marks'] } = {},
): Footer {
  return {
    length: () => length,
    sizeFromEnd: sizeAt === undefined ? 8 + (ending?.length ?? 0) : length - sizeAt,
    ...(ending === undefined ? {} : { ending }),
    ...(marks === undefined ? {} : { marks }),
  }
}

export function footerBytes(footer: Footer, size: number, path: string, seed: string): Buffer {
  const bytes = noise(footer.length(size, path), `footer ${seed}`)
  for (const { at, bytes: mark } of footer.marks ?? []) mark.copy(bytes, at)
  footer.ending?.copy(bytes, bytes.length - footer.ending.length)
  bytes.writeBigUInt64LE(BigInt(size), bytes.length - footer.sizeFromEnd)
  return bytes
}

/** The original size, as the footer at the end of `attacked` says it. */
export function sizeIn(attacked: Uint8Array, footer: Footer): number {
  const bytes = Buffer.from(attacked.buffer, attacked.byteOffset, attacked.byteLength)
  return Number(bytes.readBigUInt64LE(bytes.length - footer.sizeFromEnd))
}
