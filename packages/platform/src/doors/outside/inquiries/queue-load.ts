import type { OutsideParts } from '../outside-parts.ts'

/** Looked at this often at most, however many ask. */
const everyMs = 30_000

/** How many inquiries wait when more wait than can be answered in time, else undefined. */
export function queueLoad({ database, now }: OutsideParts): () => Promise<number | undefined> {
  let known: { readonly atMs: number; readonly busy: number | undefined } | undefined
  return async () => {
    const atMs = now().getTime()
    if (known === undefined || Math.abs(atMs - known.atMs) > everyMs) {
      known = { atMs, busy: await busyNow(database) }
    }
    return known.busy
  }
}

/**
 * More wait than were answered in the last day, and more than a handful, or one of them is over its time: then the
 * promise cannot be kept for the next one.
 */
async function busyNow(database: OutsideParts['database']): Promise<number | undefined> {
  const [row] = await database.query<{ open: number; over: number; answered: number }>(
    `select count(*) filter (where state = 'open')::int as open,
            count(*) filter (where state = 'open' and answer_by < now())::int as over,
            count(*) filter (where answered_at > now() - interval '1 day')::int as answered
       from anlauf.inquiry where state = 'open' or answered_at > now() - interval '1 day'`,
  )
  const { open = 0, over = 0, answered = 0 } = row ?? {}
  return over > 0 || open > Math.max(20, answered) ? open : undefined
}
