import {
  type Database,
  evidenceLogWithin,
  type Subscriptions,
  takeBouncedSubscribers,
} from '../../../adapters/database/index.ts'

const atOnce = 200

/**
 * Puts into quarantine whose mail came back for good: a server that refuses the same address again and again counts
 * against the mails of everybody. Says how many; a person releases them.
 */
export async function holdBounced(
  database: Database,
  {
    now,
    actor,
    subscriptions,
  }: { readonly now: () => Date; readonly actor: string; readonly subscriptions: Subscriptions },
): Promise<number> {
  let held = 0
  const at = now()
  for (;;) {
    const bounced = await database.transaction(async (session) => {
      const found = await takeBouncedSubscribers(session, atOnce)
      for (const { id, caseId, why } of found) {
        const outcome = await subscriptions.byId(id, { command: 'hold', why }, at, session)
        if ('refused' in outcome || outcome.subscription.held?.at !== at.toISOString()) continue
        held += 1
        await evidenceLogWithin(session).append(caseId, [
          {
            actor,
            at: at.toISOString(),
            action: 'decide',
            kind: 'subscription.held',
            data: { subscription: id, why },
          },
        ])
      }
      return found.length
    })
    if (bounced < atOnce) return held
  }
}
