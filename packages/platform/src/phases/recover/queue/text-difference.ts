import { isUtf8 } from 'node:buffer'

import { visibleText } from './visible-text.ts'

/** One line of two texts put side by side; `null` where that text has none. Lines count from 1. */
export interface DifferenceRow {
  readonly kind: 'same' | 'changed' | 'removed' | 'added' | 'gap'
  readonly before: { readonly line: number; readonly text: string } | null
  readonly after: { readonly line: number; readonly text: string } | null
  /** Of a gap: so many equal lines are left out. */
  readonly skipped?: number
}

export interface TextDifference {
  readonly rows: readonly DifferenceRow[]
  readonly removed: number
  readonly added: number
  /** Rows that are not listed because there are too many. */
  readonly more: number
}

/** Larger texts are no reading matter for 3 a.m.; their figures and first bytes are shown instead. */
const maxBytes = 1024 * 1024
/** Equal lines shown around a change. */
const context = 3
/** Four screens. */
const maxRows = 400
/** 2,000 × 2,000 changed lines take 16 MB and 30 ms; beyond, the whole middle counts as replaced. */
const maxCells = 4_000_000

/**
 * The lines of two versions side by side, when both are text: UTF-8 without NUL, of at most 1 MiB. Undefined for
 * anything else. Every line is made visible and cut; the answer is bounded whatever the texts hold.
 */
export function textDifference(before: Buffer, after: Buffer): TextDifference | undefined {
  if (!isText(before) || !isText(after)) return undefined
  const all = pairLines(linesOf(before), linesOf(after))
  const rows = withGaps(all)
  return {
    rows: rows.slice(0, maxRows),
    removed: all.filter(({ kind }) => kind === 'removed' || kind === 'changed').length,
    added: all.filter(({ kind }) => kind === 'added' || kind === 'changed').length,
    more: Math.max(0, rows.length - maxRows),
  }
}

function isText(bytes: Buffer): boolean {
  return bytes.length <= maxBytes && !bytes.includes(0) && isUtf8(bytes)
}

function linesOf(bytes: Buffer): string[] {
  const lines = bytes.toString('utf8').split('\n')
  // A file that ends as files should has no line after its last line end.
  if (lines.at(-1) === '') lines.pop()
  return lines
}

function pairLines(before: readonly string[], after: readonly string[]): DifferenceRow[] {
  const least = Math.min(before.length, after.length)
  let start = 0
  while (start < least && before[start] === after[start]) start += 1
  let end = 0
  while (end < least - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1
  const rows: DifferenceRow[] = []
  for (let at = 0; at < start; at += 1) rows.push(sameRow(before, at, at))
  rows.push(
    ...pairMiddle(before, after, {
      before: [start, before.length - end],
      after: [start, after.length - end],
    }),
  )
  for (let at = end; at > 0; at -= 1) rows.push(sameRow(before, before.length - at, after.length - at))
  return rows
}

interface Middle {
  readonly before: readonly [number, number]
  readonly after: readonly [number, number]
}

/** Longest common subsequence of the lines between the equal beginning and the equal end. */
function pairMiddle(
  before: readonly string[],
  after: readonly string[],
  { before: [i0, i1], after: [j0, j1] }: Middle,
): DifferenceRow[] {
  const [height, width] = [i1 - i0, j1 - j0]
  if (height * width > maxCells) return replaced(before, after, { before: [i0, i1], after: [j0, j1] })
  const longest = new Uint32Array((height + 1) * (width + 1))
  const cell = (i: number, j: number): number => longest[i * (width + 1) + j] ?? 0
  for (let i = height - 1; i >= 0; i -= 1) {
    for (let j = width - 1; j >= 0; j -= 1) {
      longest[i * (width + 1) + j] =
        before[i0 + i] === after[j0 + j] ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1))
    }
  }
  const rows: DifferenceRow[] = []
  let [i, j] = [0, 0]
  while (i < height || j < width) {
    const [fromI, fromJ] = [i, j]
    while (i < height && j < width && before[i0 + i] !== after[j0 + j]) {
      if (cell(i + 1, j) >= cell(i, j + 1)) i += 1
      else j += 1
    }
    if (i === height) j = width
    else if (j === width) i = height
    rows.push(...replaced(before, after, { before: [i0 + fromI, i0 + i], after: [j0 + fromJ, j0 + j] }))
    for (; i < height && j < width && before[i0 + i] === after[j0 + j]; i += 1, j += 1)
      rows.push(sameRow(before, i0 + i, j0 + j))
  }
  return rows
}

/** Lines that took the place of others stand beside them. */
function replaced(
  before: readonly string[],
  after: readonly string[],
  { before: [i0, i1], after: [j0, j1] }: Middle,
): DifferenceRow[] {
  return Array.from({ length: Math.max(i1 - i0, j1 - j0) }, (_, at) => {
    const [i, j] = [i0 + at, j0 + at]
    const left = i < i1 ? { line: i + 1, text: visibleText(before[i] ?? '') } : null
    const right = j < j1 ? { line: j + 1, text: visibleText(after[j] ?? '') } : null
    const kind = left === null ? 'added' : right === null ? 'removed' : 'changed'
    return { kind, before: left, after: right }
  })
}

function sameRow(before: readonly string[], i: number, j: number): DifferenceRow {
  const text = before[i] ?? ''
  // Made visible only when it is shown: most equal lines are not.
  return { kind: 'same', before: { line: i + 1, text }, after: { line: j + 1, text } }
}

/** Leaves out equal lines that are far from every change. */
function withGaps(all: readonly DifferenceRow[]): DifferenceRow[] {
  const isNear = new Uint8Array(all.length)
  for (const [at, { kind }] of all.entries()) {
    if (kind !== 'same') isNear.fill(1, Math.max(0, at - context), at + context + 1)
  }
  const rows: DifferenceRow[] = []
  let skipped = 0
  const closeGap = (): void => {
    if (skipped > 0) rows.push({ kind: 'gap', before: null, after: null, skipped })
    skipped = 0
  }
  for (const [at, row] of all.entries()) {
    if (isNear[at] === 0) {
      skipped += 1
      continue
    }
    closeGap()
    rows.push(row.kind === 'same' ? shown(row) : row)
  }
  closeGap()
  return rows
}

function shown({ kind, before, after }: DifferenceRow): DifferenceRow {
  const text = visibleText(before?.text ?? '')
  return { kind, before: before && { ...before, text }, after: after && { ...after, text } }
}
