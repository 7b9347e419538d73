/** Bytes [offset, offset + length) of a file. */
export interface ByteRange {
  readonly offset: number
  readonly length: number
}

export const kibibyte = 1024
export const mebibyte = 1024 * 1024

/** Ranges inside a file of `size` bytes: cut at its end, empty ones left out, order kept. */
export function clipped(
  size: number,
  ranges: Iterable<readonly [offset: number, length: number]>,
): ByteRange[] {
  return [...ranges]
    .map(([offset, length]) => ({ offset, length: Math.min(length, size - offset) }))
    .filter((range) => range.offset >= 0 && range.length > 0)
}

/** `length` bytes at every multiple of `stride`, counted from `from`. */
export function every(size: number, stride: number, length: number, from = 0): ByteRange[] {
  const count = Math.max(0, Math.ceil((size - from) / stride))
  return clipped(
    size,
    Array.from({ length: count }, (_, block) => [from + block * stride, length] as const),
  )
}

/** `count` ranges of `length` bytes whose starts are `step` apart. */
export function spots(size: number, count: number, step: number, length: number, from = 0): ByteRange[] {
  return clipped(
    size,
    Array.from({ length: count }, (_, spot) => [from + spot * step, length] as const),
  )
}
