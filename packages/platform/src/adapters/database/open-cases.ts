import type { Session } from './database.ts'

/** A case that was declared and is not closed. */
export interface OpenCase {
  readonly id: string
  readonly exercise: boolean
}

/** The open cases, the newest first, as the log says it now: some look-ups a case. What was reopened is open. */
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
                         where e.case_id = ids.id and anlauf.entry_kind(e.entry) = 'case.closed'
                           and e.seq > coalesce((select max(again.seq) from anlauf.evidence again
                                                  where again.case_id = ids.id
                                                    and anlauf.entry_kind(again.entry) = 'case.reopened'), 0))`,
  )
  return rows
    .map(({ id, entry }) => ({ id, at: (JSON.parse(entry) as { at: string }).at, exercise: isPlayed(entry) }))
    .toSorted((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id))
    .map(({ id, exercise }) => ({ id, exercise }))
}

/** Whether a case is an exercise, open or not; one that nobody declared is taken for one. */
export async function isExerciseCase(session: Session, caseId: string): Promise<boolean> {
  const [row] = await session.query<{ entry: string }>(
    `select entry from anlauf.evidence where case_id = $1 and anlauf.entry_kind(entry) = 'case.declared' order by seq limit 1`,
    [caseId],
  )
  return row === undefined || isPlayed(row.entry)
}

/** As the spool reads it: only what says that it is none is none. */
function isPlayed(declaration: string): boolean {
  const { data } = JSON.parse(declaration) as { readonly data: { readonly exercise?: unknown } }
  return data.exercise !== false
}
