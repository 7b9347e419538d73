import { buildCommand } from '@stricli/core'

import {
  type SubscriptionCounts,
  subscriptionCounts,
  subscriptionsAfter,
} from '../../../adapters/database/index.ts'
import type { Subscription } from '../../../core/subscriptions/index.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { counted, formatTime, printJson, printLines, tableLines } from '../terminal/output.ts'
import { openSubscriptions, subscriptionJson } from './access.ts'

interface ListFlags {
  readonly case: string
  readonly held: boolean
  readonly all: boolean
  readonly json: boolean
}

/** As many as a screen of people can be looked through; the rest comes with --all. */
const shownAtMost = 50

export const subscriptionList = buildCommand<ListFlags, [], AnlaufContext>({
  docs: { brief: 'Show who is subscribed to a case, and whose mail came back' },
  parameters: {
    flags: {
      case: caseFlag,
      held: { kind: 'boolean', default: false, brief: 'Only those in quarantine' },
      all: { kind: 'boolean', default: false, brief: `All of them, not the first ${shownAtMost}` },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    await using desk = await openSubscriptions(this, flags.case)
    const counts = await subscriptionCounts(desk.database, flags.case)
    const limit = flags.all || flags.json ? 1_000_000 : shownAtMost
    const found = await subscriptionsAfter(desk.database, flags.case, {
      after: '',
      limit,
      heldOnly: flags.held,
    })
    if (flags.json) {
      return printJson(this, { case: flags.case, counts, subscriptions: found.map(subscriptionJson) })
    }
    printLines(this, [...summary(counts), ...tableLines(found.map(row))])
    const total = counts.pending + counts.confirmed + counts.held + counts.ended
    if (!flags.held && found.length < total) printLines(this, [`… and ${total - found.length} more (--all)`])
  },
})

function summary({ pending, confirmed, held, ended }: SubscriptionCounts): readonly string[] {
  return [
    `${counted(confirmed, 'subscriber gets', 'subscribers get')} mail; ${pending} have not confirmed yet, ${ended} ended it.`,
    ...(held === 0
      ? []
      : [`In quarantine: ${held}. Their mail came back; "anlauf subscription release" lets one go on.`]),
  ]
}

function row({
  id,
  address,
  stage,
  scope,
  source,
  held,
  confirmedAt,
  askedAt,
}: Subscription): readonly string[] {
  return [
    `  ${id}`,
    address ?? '(forgotten)',
    held === undefined ? stage : `held: ${held.why}`,
    scope.language,
    scope.kinds,
    scope.services.join(' ') || 'all services',
    source,
    formatTime(confirmedAt ?? askedAt),
  ]
}
