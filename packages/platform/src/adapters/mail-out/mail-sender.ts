import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Answer } from '../../core/deliveries/index.ts'
import { composed, envelopeId, envelopeSender } from './compose.ts'
import { type DkimSigner, dkimSigner } from './dkim.ts'
import { type DueMails, dueMails } from './due-mails.ts'
import { settleLost } from './lost-mails.ts'
import type { MailSetup } from './mail-setup.ts'
import { pace } from './pace.ts'
import { refusalBreaker } from './refusal-breaker.ts'
import { relayPresence } from './relay-presence.ts'
import { senderTurns } from './sender-turns.ts'
import { type Envelope, type RelayLine, relayLine } from './smtp-connection.ts'
import type { SpoolDatabase } from './spool-database.ts'
import { expire, holdExercises, partsOf, type ReservedRow, type Settlement } from './spool-rows.ts'
import { settlementOf } from './settlement-of.ts'
import { type WayOut, wayOut } from './way-out.ts'

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
  /** Every few seconds, until disposed of. `tell` hears once why a relay cannot be used, or what failed on our side. */
  keepSending(options: {
    readonly tell: (problem: string, of: 'relay' | 'us') => void
    readonly pauseMs?: number
  }): AsyncDisposable
}

/** Four times as long as a relay may be silent: whoever holds a lease that ended is dead. */
const leaseMs = 120_000
/** One that is only reserved is safe with anybody: it is asked for once more before it leaves. */
const reservedMs = 30_000
/** Mails that go to the disk in one statement; 8 connections left the sender idle for 60 % of its time. */
const defaultConnections = 16
const pauseBetweenRoundsMs = 5_000
/** So long a connection that the relay did not take waits while others work. */
const againMs = 2_000

/** Empties the spool through the relays of `setup`. */
export function mailSender(
  database: SpoolDatabase,
  setup: MailSetup,
  { now = () => new Date() }: { readonly now?: () => Date } = {},
): MailSender {
  const composer = composerOf(setup)
  const connections = setup.connections ?? defaultConnections
  // Each way out by itself: an exercise whose relay is away must not hold up the notices of an incident.
  const ways = setup.exercise === undefined ? [false] : [false, true]

  async function sendDue({ signal, onProgress }: Parameters<MailSender['sendDue']>[0] = {}): Promise<Round> {
    const owner = randomBytes(12).toString('hex')
    const leaseFor = (ms: number) => () => ({ owner, now: now(), until: new Date(now().getTime() + ms) })
    const turn = senderTurns(database, leaseFor(leaseMs))
    if (setup.exercise === undefined) await holdExercises(database)
    const unknown = await settleLost(database, setup, leaseFor(leaseMs))
    const round = { accepted: 0, refused: 0, later: 0, unknown }

    async function empty(exercise: boolean): Promise<string | undefined> {
      const breaker = refusalBreaker()
      const waitTurn = pace(setup.perSecond)
      let stoppedBy: string | undefined
      const mayGoOn = (): boolean => stoppedBy === undefined && signal?.aborted !== true
      await using due = dueMails(database, leaseFor(reservedMs), { exercise, atOnce: connections * 4 })

      const prepare = (): ReturnType<typeof prepared> => {
        const coming = prepared(database, due, setup, composer)
        // Awaited later; until then a failure must not end the process.
        coming.catch(() => undefined)
        return coming
      }

      const relaySeen = relayPresence()

      /** One connection: while one mail is on the wire the next is composed; its answer goes to the disk with the next mark. */
      async function work(): Promise<void> {
        const lines = new Map<object, RelayLine>()
        const lineTo = (relay: MailSetup['relay']): RelayLine => {
          const line = lines.get(relay) ?? relayLine(relay)
          lines.set(relay, line)
          return line
        }
        let answered: Settlement | undefined
        const write = async (send?: string): Promise<boolean> => {
          const settle = answered
          answered = undefined
          if (settle === undefined && send === undefined) return false
          const isOurs = await turn({ ...(settle && { settle }), ...(send !== undefined && { send }) })
          if (settle !== undefined) due.done(settle.id)
          if (send !== undefined && !isOurs) due.done(send)
          return isOurs
        }

        async function note(row: ReservedRow, answer: Answer): Promise<void> {
          await write()
          answered = settlementOf(row, answer, now())
          round[countOf[answer.kind]] += 1
          if (answer.kind === 'accepted' || answer.kind === 'refused') relaySeen.answered()
          if (answer.kind === 'not-reached' && !relaySeen.takesMail()) stoppedBy = answer.why
          stoppedBy ??= breaker(answer)
          onProgress?.({ ...round })
        }

        try {
          let coming = prepare()
          while (mayGoOn()) {
            let mail = await coming
            // With a slow pace, or nothing more to do, no answer waits for the next mark.
            if (mail === undefined || setup.perSecond !== undefined) await write()
            mail ??= await (coming = prepare())
            if (mail === undefined) return
            await waitTurn(signal)
            if (!mayGoOn()) return
            const why = 'unfit' in mail ? mail.unfit : await relaySeen.open(lineTo(mail.relay))
            if (why !== undefined && !('unfit' in mail) && relaySeen.isThere()) {
              due.giveBack(mail.row)
              await write()
              await sleep(againMs, undefined, { ...(signal && { signal }) }).catch(() => undefined)
              coming = prepare()
            } else if (why !== undefined || 'unfit' in mail) {
              await note(mail.row, { kind: 'not-reached', why: why ?? '' })
              coming = prepare()
            } else {
              // From here on the relay may have the mail, and its row says so, unless somebody stopped it meanwhile.
              const isOurs = await write(mail.row.id)
              coming = prepare()
              if (isOurs) await note(mail.row, await lineTo(mail.relay).give(mail.envelope, mail.bytes))
            }
          }
        } finally {
          for (const line of lines.values()) line.close()
          await write()
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
      const say = (problem: string | undefined, of: 'relay' | 'us'): void => {
        if (problem !== undefined && problem !== said) tell(problem, of)
        said = problem
      }
      async function rounds(): Promise<void> {
        while (!signal.aborted) {
          try {
            say((await sendDue({ signal })).stoppedBy, 'relay')
          } catch (error) {
            say(error instanceof Error ? error.message : String(error), 'us')
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

type Prepared =
  | {
      readonly row: ReservedRow
      readonly relay: MailSetup['relay']
      readonly envelope: Envelope
      readonly bytes: Buffer
    }
  | { readonly row: ReservedRow; readonly unfit: string }

type Composer = (row: Parameters<typeof composed>[0], way: WayOut) => Promise<Buffer>

/** A key that cannot be read stops no round: it is said mail by mail, and nothing leaves unsigned. */
function composerOf(setup: MailSetup): Composer {
  let signer: DkimSigner | undefined
  return async (row, way) => {
    if (setup.dkim !== undefined) signer ??= dkimSigner(setup.dkim)
    return composed(row, way, setup, signer)
  }
}

/** The next mail that is due, as it goes over the wire. */
async function prepared(
  database: SpoolDatabase,
  due: DueMails,
  setup: MailSetup,
  compose: Composer,
): Promise<Prepared | undefined> {
  const row = await due.next()
  if (row === undefined) return undefined
  const way = wayOut(row, setup)
  // Only rows with a way out are taken; should that ever differ, nothing leaves.
  if (way === undefined) return { row, unfit: 'an exercise without a mailbox' }
  const parts = row.hasParts ? await partsOf(database, row.id) : []
  try {
    const bytes = await compose({ ...row, parts }, way)
    const envelope = { from: envelopeSender(setup.bounces, row.token), to: way.to, id: envelopeId(row) }
    return { row, relay: way.relay, envelope, bytes }
  } catch {
    return { row, unfit: 'the mail cannot be signed; look at the DKIM key' }
  }
}
