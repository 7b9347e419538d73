import { casesToTell, type Database, evidenceLog } from '../../../adapters/database/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { type DeskSession, openDesk } from '../../../core/updates/index.ts'
import type { AnlaufContext } from '../context.ts'
import { deliverWebhooks } from '../webhook/access.ts'
import { tellEndpoints } from '../webhook/tell-endpoints.ts'

/** What one round of telling came to. */
export interface Told {
  /** Messages that were put into queues, and what became of those that were due. */
  readonly webhooks: {
    readonly queued: number
    readonly delivered: number
    readonly failed: number
    readonly withheld: number
    readonly stopped: number
  }
}

export interface TellOptions {
  readonly database: Database
  readonly estate: () => Estate
  /** The public site, for links. */
  readonly site?: URL
}

/** Tells subscribers and programs what was published since; a case stays open, so that a round reads only what is new. */
export interface Teller {
  round(): Promise<Told>
}

export function openTeller(context: AnlaufContext, { database, estate, site }: TellOptions): Teller {
  const log = evidenceLog(database)
  const sessions = new Map<string, DeskSession>()

  async function deskOf(caseId: string): Promise<DeskSession['desk']> {
    const known = sessions.get(caseId)
    if (known !== undefined) return known.refresh()
    const session = await openDesk(log, caseId, estate())
    sessions.set(caseId, session)
    return session.desk
  }

  return {
    async round() {
      let queued = 0
      for (const caseId of await casesToTell(database)) {
        const desk = await deskOf(caseId)
        if (desk.case.status === 'none') continue
        queued += await tellEndpoints(database, desk, { now: context.now(), ...(site && { site }) })
      }
      return { webhooks: { queued, ...(await deliverWebhooks(context, database)) } }
    },
  }
}
