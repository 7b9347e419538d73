import type { AttackGroup } from '../../../src/drill/attack/index.ts'
import type { Measured } from '../measure/measure.ts'
import { type Cells, cellsIn, sum, valuesOf } from '../statistics/cube.ts'
import { percent, printTable } from './format.ts'

const verdicts = ['convicted', 'suspicious', 'unknown', 'clean'] as const
type Pattern = readonly (string | undefined)[]

/** Cells with fewer versions say little about a share of nine in ten. */
const fewestInCell = 10

export interface Recall {
  readonly versions: number
  readonly recall: number
}

/**
 * The modes that encrypt. Wipers are reported apart: who cuts a text short or empties it leaves nothing that would
 * tell the deed from an author's, and one figure over both would hide either.
 */
export function encryptedOnly(attacks: Cells): Cells {
  return attacks.filter(({ cell }) => cell[2] !== destroyed)
}

export function destroyedOnly(attacks: Cells): Cells {
  return attacks.filter(({ cell }) => cell[2] === destroyed)
}

const destroyed: AttackGroup = 'destroyed'

/** Which attacked versions; all of them where nothing is said. */
export interface Where {
  readonly mode?: string
  readonly group?: string
  readonly type?: string
  readonly size?: 'large' | 'small'
  /** Judged as one of many that got the same unseen ending, where the mode gives one; else as the only one. */
  readonly inCompany?: boolean
}

/** Share of attacked versions that were convicted. No version says nothing: NaN. */
export function recallOf(attacks: Cells, where: Where = {}): Recall {
  const company = where.inCompany === true ? 'in company' : 'alone'
  const pattern: Pattern = [company, where.mode, where.group, where.type, where.size]
  const versions = sum(attacks, pattern)
  return {
    versions,
    recall: versions === 0 ? Number.NaN : sum(attacks, [...pattern, 'convicted']) / versions,
  }
}

export interface WorstCell extends Recall {
  readonly mode: string
  readonly type: string
}

/** Mode × type cells with enough versions of which at least 1 KiB was rewritten, the worst first. */
export function cellsOf(attacks: Cells): WorstCell[] {
  const cells = new Map<string, { mode: string; type: string; versions: number; convicted: number }>()
  for (const { cell: dimensions, times } of attacks) {
    const [company, mode = '', , type = '', size, verdict] = dimensions
    if (company !== 'alone' || size !== 'large') continue
    const cell = cells.get(`${mode}\t${type}`) ?? { mode, type, versions: 0, convicted: 0 }
    cells.set(`${mode}\t${type}`, cell)
    cell.versions += times
    if (verdict === 'convicted') cell.convicted += times
  }
  return [...cells.values()]
    .filter(({ versions }) => versions >= fewestInCell)
    .map(({ mode, type, versions, convicted }) => ({ mode, type, versions, recall: convicted / versions }))
    .sort((a, b) => a.recall - b.recall)
}

/** The mode that is noticed least, among those with enough versions. */
export function worstMode(attacks: Cells, where: Where = {}): { mode: string; recall: number } | undefined {
  return valuesOf(attacks, 1)
    .map((mode) => ({ mode, ...recallOf(attacks, { ...where, mode }) }))
    .filter(({ versions }) => versions >= fewestInCell)
    .sort((a, b) => a.recall - b.recall)[0]
}

const columns = [
  { title: 'mode', width: 34 },
  { title: 'versions', width: 9 },
  ...verdicts.map((title) => ({ title, width: 10 })),
  { title: 'recall', width: 9 },
  { title: '≥ 1 KiB', width: 9 },
  { title: 'together', width: 9 },
  { title: 'not clean', width: 9 },
  { title: 'worst type', width: 18 },
]

export function printAttacks({ outcome, bases }: Measured): void {
  const attacks = cellsIn(outcome.attacks)
  if (attacks.length === 0) return
  const cells = cellsOf(attacks)
  for (const [name, part] of [
    ['Encrypted', encryptedOnly(attacks)],
    ['Destroyed', destroyedOnly(attacks)],
  ] as const) {
    printTable(`${name} versions of ${bases} files, each judged alone`, columns, [
      rowOf('all', part, cells, {}),
      ...valuesOf(part, 2).map((group) => rowOf(`(${group})`, part, cells, { group })),
      ...valuesOf(part, 1).map((mode) => rowOf(mode, part, cells, { mode })),
    ])
  }
  const encrypted = encryptedOnly(attacks)
  const types = valuesOf(encrypted, 3).map((type) => rowOf(type, encrypted, cells, { type }))
  printTable('Encrypted versions by type', columns, types)
  printCells(cellsOf(encrypted))
}

function rowOf(name: string, attacks: Cells, cells: readonly WorstCell[], where: Where): string[] {
  const pattern: Pattern = ['alone', where.mode, where.group, where.type]
  const counts = verdicts.map((verdict) => sum(attacks, [...pattern, undefined, verdict]))
  const { versions, recall: all } = recallOf(attacks, where)
  const worst = where.mode === undefined ? undefined : cells.find(({ mode }) => mode === where.mode)
  return [
    name,
    ...[versions, ...counts].map(String),
    percent(all),
    percent(recallOf(attacks, { ...where, size: 'large' }).recall),
    percent(recallOf(attacks, { ...where, inCompany: true }).recall),
    percent(versions === 0 ? Number.NaN : 1 - (counts[3] ?? 0) / versions),
    worst === undefined ? '' : `${worst.type} ${percent(worst.recall)}`,
  ]
}

function printCells(cells: readonly WorstCell[]): void {
  printTable(
    `The worst of ${cells.length} cells of mode × type (≥ ${fewestInCell} versions, ≥ 1 KiB rewritten)`,
    [
      { title: 'mode', width: 34 },
      { title: 'type', width: 10 },
      { title: 'versions', width: 9 },
      { title: 'recall', width: 9 },
    ],
    cells
      .filter((cell, place) => place < 40 && cell.recall < 1)
      .map((cell) => [cell.mode, cell.type, String(cell.versions), percent(cell.recall)]),
  )
}
