import type { Session } from './database.ts'

/** Ids of the chains in the log, in byte order, after a given one. Steps through the key: one look-up an id. */
export async function caseIds(
  session: Session,
  { after = '', limit }: { readonly after?: string; readonly limit: number },
): Promise<readonly string[]> {
  const rows = await session.query<{ id: string }>(
    `with recursive ids (id) as (
       (select case_id from anlauf.evidence where case_id > $1 order by case_id limit 1)
       union all
       (select (select case_id from anlauf.evidence where case_id > ids.id order by case_id limit 1)
          from ids where ids.id is not null)
     )
     select id from ids where id is not null limit $2`,
    [after, limit],
  )
  return rows.map(({ id }) => id)
}
