import type { Published } from '../../../core/updates/index.ts'

/** Place of an update in the row of texts that take each other's place: revisions of the FAQ, of one background text. */
export interface Revision {
  /** Counts from 1. */
  readonly number: number
  /** Number of the update that carries the next one. */
  readonly newer: number | undefined
}

/** Which row an update belongs to; undefined when it stands for itself. */
function seriesOf({ kind, topic = '' }: Published): string | undefined {
  switch (kind) {
    case 'faq':
    case 'windows':
    case 'resources':
      return kind
    case 'explainer':
      return `explainer ${topic}`
    case 'news':
    case 'no-news':
    case 'holding':
    case 'update':
    case 'advisory':
    case 'released':
    case 'closing':
    case 'credentials':
    case 'call-script':
    case 'auto-reply':
      return undefined
  }
}

/** Revisions by the number of the update. */
export function revisionsOf(updates: readonly Published[]): ReadonlyMap<number, Revision> {
  const rows = Map.groupBy(updates, seriesOf)
  rows.delete(undefined)
  return new Map(
    [...rows.values()].flatMap((row) =>
      row.map(({ number }, at) => [number, { number: at + 1, newer: row[at + 1]?.number }] as const),
    ),
  )
}
