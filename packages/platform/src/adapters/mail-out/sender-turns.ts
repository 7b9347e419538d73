import { setTimeout as sleep } from 'node:timers/promises'

import { gathered } from './gathered.ts'
import type { SpoolDatabase } from './spool-database.ts'
import { type Lease, type Settlement, takeTurn } from './spool-rows.ts'

/** Writes what became of one mail, and that another goes over the wire now; true if that one may. */
export type SenderTurn = (question: {
  readonly settle?: Settlement
  readonly send?: string
}) => Promise<boolean>

/** A database that is away for so long costs the lease, and the outcome becomes unknown. */
const longestMs = 60_000

/** What all connections ask for meanwhile goes to the disk in one statement. */
export function senderTurns(database: SpoolDatabase, lease: () => Lease): SenderTurn {
  const ask = gathered<Parameters<SenderTurn>[0], boolean>(async (questions) => {
    const turn = {
      settle: questions.flatMap(({ settle }) => settle ?? []),
      send: questions.flatMap(({ send }) => send ?? []),
    }
    const held = lease()
    const sent = await durably(() => takeTurn(database, held, turn))
    return questions.map(({ send }) => send !== undefined && sent.has(send))
  })
  return async (question) => (await ask(question)) === true
}

/** A database that is away for a moment must not make a sent mail one of unknown outcome. */
async function durably<T>(work: () => Promise<T>): Promise<T> {
  const giveUpAt = Date.now() + longestMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const isLater = (error as { retry?: unknown }).retry !== 'never'
      if (!isLater || Date.now() > giveUpAt) throw error
      await sleep(500)
    }
  }
}
