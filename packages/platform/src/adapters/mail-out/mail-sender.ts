import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Answer } from '../../core/deliveries/index.ts'
import { composed, envelopeId, envelopeSender } from './compose.ts'
import { gathered } from './gathered.ts'
import { settleLost } from './lost-mails.ts'
import type { MailSetup } from './mail-setup.ts'
import { pace } from './pace.ts'
import { refusalBreaker } from './refusal-breaker.ts'
import { type RelayLine, relayLine } from './smtp-connection.ts'
import type { SpoolDatabase } from './spool-database.ts'
import { expire, holdExercises, type Settlement, settle, type SpooledRow, takeDue } from './spool-rows.ts'
import { settlementOf } from './settlement-of.ts'
import { wayOut } from './way-out.ts'

/** What became of the mails of one round. */
export interface Round {
  readonly accepted: number
  readonly refused: number
  readonly later: number
  /** Of unknown outcome, now or from a sender that died. */
  readonly unknown: number
  /** Why the relay was not tried any further in this round; a word of ours. */
  readonly stoppedBy?: string
}

export interface MailSender {
  /** Sends what is due, until nothing is or the relay cannot be reached. Several senders may work side by side. */
  sendDue(options?: {
    readonly signal?: AbortSignal
    readonly onProgress?: (round: Round) => void
  }): Promise<Round>
  /** Every few seconds, until disposed of. `tell` hears once why a relay cannot be used. */
  keepSending(options: {
    readonly tell: (problem: string) => void
    readonly pauseMs?: number
  }): AsyncDisposable
}

/** Four times as long as a relay may be silent: whoever holds a lease that ended is dead. */
const leaseMs = 120_000
/** 8 took 300 mails/s to a Postfix on the same two cores; 16 were no faster. */
const defaultConnections = 8
const pauseBetweenRoundsMs = 5_000

/** Empties the spool through the relays of `setup`. */
export function mailSender(
  database: SpoolDatabase,
  setup: MailSetup,
  { now = () => new Date() }: { readonly now?: () => Date } = {},
): MailSender {
  const owner = randomBytes(12).toString('hex')
  const connections = setup.connections ?? defaultConnections
  const lease = () => ({ owner, now: now(), until: new Date(now().getTime() + leaseMs) })
  const taking = (exercise: boolean) =>
    gathered<undefined, SpooledRow>((asked) => takeDue(database, lease(), { count: asked.length, exercise }))
  // Each way out by itself: an exercise whose relay is away must not hold up the notices of an incident.
  const ways = [
    { exercise: false, take: taking(false) },
    ...(setup.exercise === undefined ? [] : [{ exercise: true, take: taking(true) }]),
  ]
  const settleOne = gathered<Settlement, string>((settlements) => settleDurably(database, owner, settlements))

  async function sendDue({ signal, onProgress }: Parameters<MailSender['sendDue']>[0] = {}): Promise<Round> {
    if (setup.exercise === undefined) await holdExercises(database)
    const round = { accepted: 0, refused: 0, later: 0, unknown: await settleLost(database, setup, lease) }

    async function empty({ exercise, take }: (typeof ways)[number]): Promise<string | undefined> {
      const breaker = refusalBreaker()
      let stoppedBy: string | undefined
      const waitTurn = pace(setup.perSecond)
      const mayGoOn = (): boolean => stoppedBy === undefined && signal?.aborted !== true

      async function work(): Promise<void> {
        const lines = new Map<object, RelayLine>()
        try {
          while (mayGoOn()) {
            await waitTurn(signal)
            const row = await take(undefined)
            if (row === undefined) return
            const answer = await give(row, setup, lines)
            await settleOne(settlementOf(row, answer, now()))
            round[countOf[answer.kind]] += 1
            if (answer.kind === 'not-reached') stoppedBy = answer.why
            stoppedBy ??= breaker(answer)
            onProgress?.({ ...round })
          }
        } finally {
          for (const line of lines.values()) line.close()
        }
      }

      await Promise.all(Array.from({ length: connections }, work))
      if (stoppedBy === undefined) return undefined
      await expire(database, now(), { exercise })
      return exercise ? `exercise: ${stoppedBy}` : stoppedBy
    }

    const stoppedBy = (await Promise.all(ways.map(empty))).find((why) => why !== undefined)
    return { ...round, ...(stoppedBy !== undefined && { stoppedBy }) }
  }

  return {
    sendDue,
    keepSending({ tell, pauseMs = pauseBetweenRoundsMs }) {
      const stopping = new AbortController()
      const { signal } = stopping
      let said: string | undefined
      const say = (problem: string | undefined): void => {
        if (problem !== undefined && problem !== said) tell(problem)
        said = problem
      }
      async function rounds(): Promise<void> {
        while (!signal.aborted) {
          try {
            say((await sendDue({ signal })).stoppedBy)
          } catch (error) {
            say(error instanceof Error ? error.message : String(error))
          }
          await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined)
        }
      }
      const working = rounds()
      return {
        async [Symbol.asyncDispose]() {
          stopping.abort()
          await working
        },
      }
    },
  }
}

const countOf = {
  accepted: 'accepted',
  refused: 'refused',
  'not-reached': 'later',
  unknown: 'unknown',
} as const

async function give(row: SpooledRow, setup: MailSetup, lines: Map<object, RelayLine>): Promise<Answer> {
  const way = wayOut(row, setup)
  // Only rows with a way out are taken; should that ever differ, nothing leaves.
  if (way === undefined) return { kind: 'not-reached', why: 'an exercise without a mailbox' }
  const line = lines.get(way.relay) ?? relayLine(way.relay)
  lines.set(way.relay, line)
  let bytes: Buffer
  try {
    bytes = await composed(row, way, setup)
  } catch {
    return { kind: 'not-reached', why: 'the mail cannot be signed; look at the DKIM key' }
  }
  return line.give({ from: envelopeSender(setup.bounces, row.token), to: way.to, id: envelopeId(row) }, bytes)
}

/** A database that is away for a moment must not make a sent mail one of unknown outcome. */
async function settleDurably(
  database: SpoolDatabase,
  owner: string,
  settlements: readonly Settlement[],
): Promise<readonly string[]> {
  const giveUpAt = Date.now() + leaseMs / 2
  for (;;) {
    try {
      return await settle(database, owner, settlements)
    } catch (error) {
      const isLater = (error as { retry?: unknown }).retry !== 'never'
      if (!isLater || Date.now() > giveUpAt) throw error
      await sleep(500)
    }
  }
}
