import { setTimeout as sleep } from 'node:timers/promises'

import { type ChainHead, type Entry, type EntryDraft, sealEntries } from '../../core/evidence/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import { headOf, insertLines, takeTurn, wasStored } from './chain-rows.ts'
import type { Database, Session } from './database.ts'
import { isConnectionLost } from './failure.ts'

/** Appends to one case; with `after` only directly behind that entry, else undefined and nothing stored. */
export type Append = (
  caseId: string,
  request: { readonly drafts: readonly EntryDraft[]; readonly after?: number },
) => Promise<readonly Entry[] | undefined>

/**
 * Group commit: while one transaction of a case is on its way to the disk, appends to the same case gather and go
 * together in the next one, in the order in which they came. Each is still all or nothing by itself: one that cannot be
 * sealed fails alone.
 *
 * Exactly once, also when the server is killed on the way: after a lost connection the log is asked whether the
 * transaction had reached it, and the entries are appended again only when it had not.
 */
export function groupedAppends(
  database: Pick<Database, 'transaction'>,
  { patienceMs = 20_000 }: { readonly patienceMs?: number } = {},
): Append {
  const queues = new Map<string, Waiting[]>()
  return (caseId, { drafts, after }) =>
    new Promise((resolve, reject) => {
      const waiting: Waiting = { drafts, after, resolve, reject }
      const queue = queues.get(caseId)
      if (queue !== undefined) return void queue.push(waiting)
      const started = [waiting]
      queues.set(caseId, started)
      void work(caseId, started)
    })

  async function work(caseId: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) await commit(caseId, takeBatch(queue))
    queues.delete(caseId)
  }

  async function commit(caseId: string, batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await storeOnce(database, caseId, batch, patienceMs)
      batch.forEach(({ resolve, reject }, place) => {
        const outcome = outcomes[place]
        if (outcome instanceof Error) reject(outcome)
        else resolve(outcome)
      })
    } catch (error) {
      // What the database refuses in one append must not take the others with it; a lost server or a full disk does.
      const isShared = batch.length === 1 || isLost(error) || codeOf(error) === 'no-space'
      if (isShared) for (const { reject } of batch) reject(error)
      else for (const one of batch) await commit(caseId, [one])
    }
  }
}

interface Waiting {
  readonly drafts: readonly EntryDraft[]
  readonly after: number | undefined
  readonly resolve: (entries: readonly Entry[] | undefined) => void
  readonly reject: (error: unknown) => void
}

/** Entries of one transaction: about 600 kB of ordinary ones. More made it no faster and the wait longer. */
const maxBatchEntries = 1000

function takeBatch(queue: Waiting[]): readonly Waiting[] {
  let [entries, count] = [0, 0]
  for (const { drafts } of queue) {
    entries += drafts.length
    if (count > 0 && entries > maxBatchEntries) break
    count += 1
  }
  return queue.splice(0, count)
}

type Outcome = readonly Entry[] | undefined | Error

/** What was sealed and sent; with the server's own time of the last row it is told from any other entry. */
interface Sent {
  readonly outcomes: readonly Outcome[]
  readonly last?: { readonly seq: number; readonly hash: string; readonly recordedAt: string }
}

async function storeOnce(
  database: Pick<Database, 'transaction'>,
  caseId: string,
  batch: readonly Waiting[],
  patienceMs: number,
): Promise<readonly Outcome[]> {
  const giveUpAt = Date.now() + patienceMs
  let sent: Sent | undefined
  for (;;) {
    try {
      return await database.transaction(async (session) => {
        // The turn is held until a transaction ends, so that one that is still on its way is waited for.
        await takeTurn(session, caseId)
        if (sent?.last !== undefined && (await wasStored(session, caseId, sent.last))) return sent.outcomes
        sent = undefined
        sent = await insertBatch(session, caseId, batch)
        return sent.outcomes
      })
    } catch (error) {
      if (!isLost(error)) throw error
      if (Date.now() > giveUpAt) throw sent?.last === undefined ? error : unknownFate(error)
      await sleep(200)
    }
  }
}

async function insertBatch(session: Session, caseId: string, batch: readonly Waiting[]): Promise<Sent> {
  let head: ChainHead = await headOf(session, caseId)
  const lines: string[] = []
  const first = head
  const outcomes = batch.map(({ drafts, after }): Outcome => {
    if (after !== undefined && after !== head.seq) return undefined
    try {
      const sealed = sealEntries(caseId, head, drafts)
      head = sealed.head
      lines.push(...sealed.lines)
      return sealed.entries
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  })
  if (lines.length === 0) return { outcomes }
  const recordedAt = await insertLines(session, caseId, first, lines)
  return { outcomes, last: { ...head, recordedAt } }
}

function isLost(error: unknown): boolean {
  return isConnectionLost(error instanceof AnlaufError ? error.cause : error)
}

function codeOf(error: unknown): string | undefined {
  return error instanceof AnlaufError ? error.code : undefined
}

function unknownFate(cause: unknown): AnlaufError {
  return new AnlaufError(
    'database-failed',
    'The database went away while it stored entries; whether they are stored is not known.',
    {
      hint: 'Start the database again and look at the end of the log before you repeat the command.',
      retry: 'later',
      cause,
    },
  )
}
