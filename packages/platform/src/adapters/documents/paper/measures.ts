import type { Colour } from '../pdf/canvas.ts'

/** Points in a millimetre. */
export const mm = 72 / 25.4

/** Margins after DIN 5008. */
export const margin = { left: 25 * mm, right: 20 * mm, top: 25 * mm, bottom: 27 * mm }

export const colours = {
  ink: [0.1, 0.12, 0.14],
  quiet: [0.34, 0.38, 0.42],
  accent: [0.04, 0.36, 0.37],
  panel: [0.93, 0.95, 0.95],
  rule: [0.78, 0.82, 0.83],
  alarm: [0.6, 0.2, 0.07],
  pale: [0.9, 0.9, 0.9],
} as const satisfies Readonly<Record<string, Colour>>

/** Type size and distance of lines, in points. */
export const type = {
  text: { size: 10, line: 13.6 },
  small: { size: 7.5, line: 9.6 },
  table: { size: 8.8, line: 11.6 },
  heading1: { size: 14, line: 18 },
  heading2: { size: 11.5, line: 15 },
  heading3: { size: 10, line: 13.6 },
} as const
