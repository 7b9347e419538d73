import type { SpoolDatabase } from './spool-database.ts'
import { type Lease, release, type ReservedRow, reserveDue } from './spool-rows.ts'

/** Mails that are due, one after the other to whoever asks; reserved a few at a time. */
export interface DueMails {
  /** The next one; undefined when none is due. */
  next(): Promise<ReservedRow | undefined>
  /** Somebody else takes it, before the others. */
  giveBack(row: ReservedRow): void
  /** Gives back those that nobody took, or took and did not send. */
  [Symbol.asyncDispose](): Promise<void>
}

export function dueMails(
  database: SpoolDatabase,
  lease: () => Lease,
  { exercise, atOnce }: { readonly exercise: boolean; readonly atOnce: number },
): DueMails {
  const { owner } = lease()
  let waiting: ReservedRow[] = []
  let filling: Promise<number> | undefined

  async function fill(): Promise<number> {
    const rows = await reserveDue(database, lease(), { count: atOnce, exercise })
    waiting = [...waiting, ...rows]
    return rows.length
  }

  return {
    async next() {
      while (waiting.length === 0) {
        // Everybody who found nothing waits for the same statement.
        filling ??= fill().finally(() => (filling = undefined))
        if ((await filling) === 0) return undefined
      }
      return waiting.shift()
    },
    giveBack: (row) => void waiting.unshift(row),
    // When the database is away, the reservations end by themselves.
    [Symbol.asyncDispose]: () => release(database, owner, { exercise }).catch(() => undefined),
  }
}
