import type { Entry } from '../../../core/evidence/index.ts'

/** An entry as a line shows it; the evidence has all of it. */
export interface TimelineEntry {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly kind: string
  readonly object: string | null
  readonly note: string | null
  /** Null where it is too large for a line. */
  readonly data: Readonly<Record<string, unknown>> | null
}

const maxData = 2_000

export function timelineEntry({ seq, at, actor, kind, object, note, data }: Entry): TimelineEntry {
  const isSmall = JSON.stringify(data).length <= maxData
  return { seq, at, actor, kind, object: object ?? null, note: note ?? null, data: isSmall ? data : null }
}
