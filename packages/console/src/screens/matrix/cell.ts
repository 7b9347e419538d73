import type { Matrix } from '../../api/shapes.ts'
import type { Stage } from '../../words/stage-words.ts'

type Row = Matrix['rows'][number]
type Service = Matrix['services'][number]

/** What one tenant's cell of one service says. */
export type Cell =
  /** The tenant does not use the service. */
  | { readonly kind: 'unused' }
  /** Used, and the attack did not reach it. */
  | { readonly kind: 'spared'; readonly seq: number }
  /** Whether the tenant uses it is not known here; the stage of its data is. */
  | { readonly kind: 'stage'; readonly stage: Stage; readonly seq: number; readonly isUseKnown: boolean }

/** `declared` is the entry that says which services are hit. */
export function cellOf(row: Row, service: Service, place: number, declared: number): Cell {
  if (row.uses !== null && !row.uses.includes(place)) return { kind: 'unused' }
  if (!service.hit) return { kind: 'spared', seq: declared }
  return { kind: 'stage', stage: row.stage, seq: row.seq, isUseKnown: row.uses !== null }
}

/** The rows that fit a filter, in the order of the declaration. */
export function fittingRows(
  rows: readonly Row[],
  { stage, text }: { readonly stage: Stage | undefined; readonly text: string },
): readonly Row[] {
  const part = text.trim().toLowerCase()
  if (stage === undefined && part === '') return rows
  return rows.filter(
    (row) =>
      (stage === undefined || row.stage === stage) &&
      (part === '' || `${row.tenant} ${row.name ?? ''} ${row.wave ?? ''}`.toLowerCase().includes(part)),
  )
}
