import { randomBytes } from 'node:crypto'

import { type Database, endpointsOf, queueMessages, toldEvents } from '../../../adapters/database/index.ts'
import type { Desk } from '../../../core/updates/index.ts'
import { bodyFor } from '../../../core/webhooks/index.ts'
import { caseEvents } from '../telling/case-events.ts'

/**
 * Puts what happened in a case and was not told yet into the queues of its endpoints. Derived from the log: what a
 * process that died did not come to, the next one finds; two at once queue each event once. An endpoint hears of what
 * came after it was added. Says how many messages were queued.
 */
export async function tellEndpoints(
  database: Database,
  desk: Desk,
  { now, site }: { readonly now: Date; readonly site?: URL },
): Promise<number> {
  const caseId = desk.case.id
  const endpoints = await endpointsOf(database, caseId)
  if (endpoints.length === 0) return 0
  const told = await toldEvents(database, caseId)
  let queued = 0
  for (const { key, at, tenant, event } of caseEvents(desk, site)) {
    if (told.has(key)) continue
    const messages = endpoints
      .filter((endpoint) => endpoint.stage !== 'disabled' && endpoint.addedAt <= at)
      .filter((endpoint) => tenant === undefined || tenant === endpoint.tenant)
      .map((endpoint) => ({
        id: newMessageId(),
        endpoint: endpoint.id,
        body: bodyFor(endpoint, event(endpoint.language)),
      }))
    const isFirst = await database.transaction((session) =>
      queueMessages(session, { caseId, event: key, at: now }, messages),
    )
    if (isFirst) queued += messages.length
  }
  return queued
}

/** The receiver's key against doubles. */
export function newMessageId(): string {
  return `msg_${randomBytes(16).toString('hex')}`
}
