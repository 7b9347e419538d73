import type { SpoolDatabase } from './spool-database.ts'
import { type Lease, release, type ReservedRow, reserveDue } from './spool-rows.ts'

/** Mails that are due, one after the other to whoever asks; reserved a few at a time. */
export interface DueMails {
  /** The next one; undefined when none is due. */
  next(): Promise<ReservedRow | undefined>
  /** Somebody else takes it, before the others. */
  giveBack(row: ReservedRow): void
  /** What became of it is on disk, or it was somebody else's: it may come again when it is due again. */
  done(id: string): void
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
  const inHand = new Set<string>()

  /** A slow relay keeps a mail in hand for longer than it is reserved: the same mail in two hands goes out twice. */
  async function fill(): Promise<number> {
    const rows = await reserveDue(database, lease(), { count: atOnce, exercise })
    const fresh = rows.filter(({ id }) => !inHand.has(id) && waiting.every((one) => one.id !== id))
    waiting = [...waiting, ...fresh]
    return fresh.length
  }

  return {
    async next() {
      while (waiting.length === 0) {
        // Everybody who found nothing waits for the same statement.
        filling ??= fill().finally(() => (filling = undefined))
        if ((await filling) === 0) return undefined
      }
      const row = waiting.shift()
      if (row !== undefined) inHand.add(row.id)
      return row
    },
    giveBack(row) {
      inHand.delete(row.id)
      waiting.unshift(row)
    },
    done: (id) => void inHand.delete(id),
    // When the database is away, the reservations end by themselves.
    [Symbol.asyncDispose]: () => release(database, owner, { exercise }).catch(() => undefined),
  }
}
