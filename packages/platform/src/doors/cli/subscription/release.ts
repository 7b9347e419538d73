import { buildCommand } from '@stricli/core'

import { deleteSubscription } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine } from '../flags/flag-values.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { noSubscription, openSubscriptions, parseSubscriptionId, type SubscriptionDesk } from './access.ts'

interface OneFlags {
  readonly case: string
  readonly reason: string
  readonly json: boolean
}

const flags = {
  case: caseFlag,
  reason: { kind: 'parsed', parse: parseLine, brief: 'Why, without a name or address', placeholder: 'text' },
  json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
} as const
const positional = {
  kind: 'tuple',
  parameters: [{ brief: 'Id of the subscription', parse: parseSubscriptionId, placeholder: 'id' }],
} as const

export const subscriptionRelease = buildCommand<OneFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Write again to an address whose mail came back',
    fullDescription:
      'Ask its owner by another way first: what comes back again harms the mail of everybody else.',
  },
  parameters: { flags, positional },
  async func({ case: caseId, reason, json }, id) {
    await using desk = await openSubscriptions(this, caseId)
    await requireOwn(desk, caseId, id)
    await desk.database.transaction(async (session) => {
      const done = await desk.subscriptions.byId(id, { command: 'release' }, this.now(), session)
      if ('refused' in done) {
        throw new AnlaufError('nothing-to-do', `The subscription ${id} is not in quarantine.`, {
          hint: '"anlauf subscription list --held" shows those that are.',
        })
      }
      await desk.record(session, 'subscription.released', { subscription: id, reason })
    })
    if (json) printJson(this, { id, released: true })
    else printLines(this, [`${id} gets mail again, from the next update on.`])
  },
})

export const subscriptionDelete = buildCommand<OneFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Delete everything about one subscriber, as the person may ask for',
    fullDescription:
      'Also that they ever said no: a list could bring them back. Who only wants no more mail uses the link in it.',
  },
  parameters: { flags, positional },
  async func({ case: caseId, reason, json }, id) {
    await using desk = await openSubscriptions(this, caseId)
    await requireOwn(desk, caseId, id)
    await desk.database.transaction(async (session) => {
      await deleteSubscription(session, id)
      await desk.record(session, 'subscription.deleted', { subscription: id, reason })
    })
    if (json) printJson(this, { id, deleted: true })
    else printLines(this, [`Deleted: ${id}.`])
  },
})

/** A person of one case decides nothing in another. */
async function requireOwn({ database }: SubscriptionDesk, caseId: string, id: string): Promise<void> {
  const [row] = await database.query('select 1 from anlauf.subscription where id = $1 and case_id = $2', [
    id,
    caseId,
  ])
  if (row === undefined) throw noSubscription(id)
}
