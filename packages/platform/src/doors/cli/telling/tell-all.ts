import { join } from 'node:path'

import {
  casesToTell,
  type Database,
  evidenceLog,
  secretKey,
  type Session,
  subscriptions,
} from '../../../adapters/database/index.ts'
import { mailSpool } from '../../../adapters/mail-out/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { type DeskSession, openDesk } from '../../../core/updates/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { deliverWebhooks } from '../webhook/access.ts'
import { tellEndpoints } from '../webhook/tell-endpoints.ts'
import { holdBounced } from './hold-bounced.ts'
import { sendOwed } from './send-owed.ts'
import { tellSubscribers } from './tell-subscribers.ts'
import type { MailFace } from './update-mail.ts'

/** What one round of telling came to. */
export interface Told {
  /** Mails that were put into the spool; absent where nobody said where links lead. */
  readonly mails?: {
    readonly updates: number
    readonly optIns: number
    /** Addresses that nobody confirmed in time, and those that are in quarantine since. */
    readonly forgotten: number
    readonly held: number
  }
  /** Messages that were put into queues, and what became of those that were due. */
  readonly webhooks: {
    readonly queued: number
    readonly delivered: number
    readonly failed: number
    readonly withheld: number
    readonly stopped: number
  }
  /** Cases of which nobody could be told, and why; all others were. */
  readonly troubles: readonly { readonly case: string; readonly message: string }[]
  /** Why messages to programs wait that this server cannot post; all others went out. */
  readonly webhookTroubles: readonly string[]
}

export interface TellOptions {
  readonly database: Database
  readonly estate: () => Estate
  /** The public site, for links. */
  readonly site?: URL
  /** The server for strangers: where links in mails lead. Without it nobody is told by mail. */
  readonly links?: URL
  /** Where people can unsubscribe by mail too. */
  readonly unsubscribeMail?: string
}

/** Tells subscribers and programs what was published since; a case stays open, so that a round reads only what is new. */
export interface Teller {
  round(): Promise<Told>
}

export function openTeller(context: AnlaufContext, options: TellOptions): Teller {
  const { database, estate, site } = options
  const log = evidenceLog(database)
  const sessions = new Map<string, DeskSession>()
  const { actor } = signature(context)
  const common = { now: context.now, actor, spoolIn }

  async function deskOf(caseId: string): Promise<DeskSession['desk']> {
    const known = sessions.get(caseId)
    if (known !== undefined) return known.refresh()
    const session = await openDesk(log, caseId, estate())
    sessions.set(caseId, session)
    return session.desk
  }

  return {
    async round() {
      const own = subscriptions(database, { secret: await secretKey(join(context.home, 'outside.key')) })
      const face = faceOf(options, own.linkKey)
      const mails = { updates: 0, optIns: 0, forgotten: 0, held: 0 }
      let queued = 0
      if (face !== undefined) {
        mails.held = await holdBounced(database, { ...common, subscriptions: own })
        const { sent, forgotten } = await sendOwed(database, { ...common, face, subscriptions: own })
        mails.optIns = sent
        mails.forgotten = forgotten
      }
      const troubles: { case: string; message: string }[] = []
      for (const caseId of await casesToTell(database)) {
        try {
          const desk = await deskOf(caseId)
          if (desk.case.status === 'none') continue
          if (face !== undefined) mails.updates += await tellSubscribers(database, desk, { ...common, face })
          queued += await tellEndpoints(database, desk, { now: context.now(), ...(site && { site }) })
        } catch (error) {
          // A case that cannot be read keeps nobody of the others from hearing; it is read anew the next time.
          sessions.delete(caseId)
          troubles.push({ case: caseId, message: error instanceof Error ? error.message : String(error) })
        }
      }
      const webhookTroubles: string[] = []
      const onProblem = (problem: unknown): void => {
        // A database that is away is everybody's matter; a key that this home lacks is not.
        if (!(problem instanceof AnlaufError) || problem.code !== 'input-invalid') throw problem
        webhookTroubles.push(`${problem.message} ${problem.hint}`)
      }
      const posted = await deliverWebhooks(context, database, { onProblem })
      return { ...(face && { mails }), troubles, webhookTroubles, webhooks: { queued, ...posted } }
    },
  }
}

/** The spool as a part of a transaction: a mail is in it when its subscriber counts as told, or neither is. */
function spoolIn(session: Session): ReturnType<typeof mailSpool> {
  return mailSpool({
    query: (sql, values) => session.query(sql, values),
    transaction: (work) => work(session),
  })
}

function faceOf(
  { estate, links, site, unsubscribeMail }: TellOptions,
  linkKey: Uint8Array,
): MailFace | undefined {
  if (links === undefined) return undefined
  return {
    provider: estate().provider,
    links,
    site,
    linkKey,
    ...(unsubscribeMail !== undefined && { unsubscribeMail }),
  }
}
