import { type QrCode, quietZone } from './qr-code.ts'

/** The dark squares as one SVG path, one unit a square, with the quiet zone: `viewBox="0 0 side side"`. */
export function qrPath({ rows, size }: QrCode): { readonly d: string; readonly side: number } {
  const d = rows
    .flatMap((row, y) =>
      darkRuns(row).map(
        ({ from, length }) => `M${from + quietZone} ${y + quietZone}h${length}v1h-${length}z`,
      ),
    )
    .join('')
  return { d, side: size + 2 * quietZone }
}

/** Dark squares side by side, from the left. */
export function darkRuns(
  row: readonly boolean[],
): readonly { readonly from: number; readonly length: number }[] {
  return Array.from(
    row
      .map((isDark) => (isDark ? '1' : '0'))
      .join('')
      .matchAll(/1+/g),
    (run) => ({
      from: run.index,
      length: run[0].length,
    }),
  )
}
