import type { Entry } from '../../core/evidence/index.ts'
import type { Session } from './database.ts'

export interface TimelineFilter {
  /** Entries with a smaller number. */
  readonly before?: number
  /** Entries with a greater number. */
  readonly after?: number
  readonly kinds?: readonly string[]
  readonly object?: string
  readonly limit: number
}

/** Entries of a case that fit, the newest first. Each filter has an index: the size of the log does not matter. */
export async function timelineOf(
  session: Session,
  caseId: string,
  { before, after, kinds, object, limit }: TimelineFilter,
): Promise<readonly Entry[]> {
  const range = 'case_id = $1 and seq < $2 and seq > $3'
  const values: unknown[] = [caseId, before ?? Number.MAX_SAFE_INTEGER, after ?? 0, limit]
  const rows = await session.query<{ entry: string }>(
    kinds !== undefined
      ? // Each kind by its own index, then the newest of all.
        `select found.entry from unnest($5::text[]) as wanted (kind), lateral (
           select seq, entry from anlauf.evidence
            where ${range} and anlauf.entry_kind(entry) = wanted.kind
              ${object === undefined ? '' : 'and anlauf.entry_object(entry) = $6'}
            order by seq desc limit $4) as found
          order by found.seq desc limit $4`
      : `select entry from anlauf.evidence where ${range}
           ${object === undefined ? '' : 'and anlauf.entry_object(entry) = $5'}
          order by seq desc limit $4`,
    [...values, ...(kinds === undefined ? [] : [kinds]), ...(object === undefined ? [] : [escaped(object)])],
  )
  return rows.map(({ entry }) => JSON.parse(entry) as Entry)
}

/** As it stands in the canonical form. */
function escaped(object: string): string {
  return JSON.stringify(object).slice(1, -1).slice(0, 400)
}
