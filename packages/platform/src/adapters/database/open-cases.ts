import type { Session } from './database.ts'

/** A case that was declared and is not closed. */
export interface OpenCase {
  readonly id: string
  readonly exercise: boolean
}

/** The open cases, the newest first, as the log says it now: one look-up a case. */
export async function openCases(session: Session): Promise<readonly OpenCase[]> {
  const rows = await session.query<{ id: string; entry: string }>(
    `with recursive ids (id) as (
       (select case_id from anlauf.evidence order by case_id limit 1)
       union all
       (select (select case_id from anlauf.evidence where case_id > ids.id order by case_id limit 1)
          from ids where ids.id is not null)
     )
     select ids.id, declared.entry
       from ids
       cross join lateral (select entry from anlauf.evidence e
                            where e.case_id = ids.id and anlauf.entry_kind(e.entry) = 'case.declared'
                            order by e.seq limit 1) declared
      where not exists (select 1 from anlauf.evidence e
                         where e.case_id = ids.id and anlauf.entry_kind(e.entry) = 'case.closed')`,
  )
  return rows
    .map(({ id, entry }) => {
      const { at, data } = JSON.parse(entry) as { at: string; data: { exercise?: unknown } }
      // As the spool reads it: only what says that it is none is none.
      return { id, at, exercise: data.exercise !== false }
    })
    .toSorted((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id))
    .map(({ id, exercise }) => ({ id, exercise }))
}
