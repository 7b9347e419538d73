import { anyByte, hasBytes } from './validity.ts'

/** Bytes from offset 0, `anyByte` among them, or from a place far behind it. */
export type Pattern = readonly number[] | { readonly from: number; readonly bytes: readonly number[] }

/** True when the bytes begin in one of these ways. */
export function beginsAs(bytes: Uint8Array, magic: readonly Pattern[]): boolean {
  return magic.some((pattern) =>
    'from' in pattern ? hasBytes(bytes, pattern.from, pattern.bytes) : hasBytes(bytes, 0, pattern),
  )
}

/** Letters as bytes. */
export const ascii = (letters: string) => [...Buffer.from(letters, 'latin1')]
/** So many bytes of which any will do. */
export const any = (count: number) => Array.from({ length: count }, () => anyByte)
