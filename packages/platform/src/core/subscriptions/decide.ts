import type { SubscriptionCommand, SubscriptionEvent, SubscriptionRefusal } from './events.ts'
import { confirmBy, type Subscription } from './subscription.ts'

type Decision = { readonly events: readonly SubscriptionEvent[] } | { readonly refused: SubscriptionRefusal }

/**
 * What follows from a command. The form never changes what a confirmed subscriber chose: only a link that went to the
 * address does. Whoever ended it is not brought back by a list of the provider's, only by the own wish.
 */
export function decideSubscription(
  before: Subscription | undefined,
  command: SubscriptionCommand,
  now: Date,
): Decision {
  if (command.command === 'ask') {
    const { address, scope } = command
    return before?.stage === 'confirmed'
      ? told({ type: 'asked-again' })
      : told({ type: 'asked', address, scope })
  }
  if (command.command === 'add') {
    const { command: _command, ...added } = command
    if (before?.stage === 'ended') return { refused: 'said-no' }
    return before?.stage === 'confirmed' ? told() : told({ type: 'added', ...added })
  }
  if (before === undefined) return { refused: 'unknown' }
  switch (command.command) {
    case 'confirm':
      if (command.round !== before.round) return { refused: 'used' }
      // Twice is what impatient people do, and mail programs that open every link.
      if (before.stage === 'confirmed') return told()
      if (before.stage === 'ended') return { refused: 'used' }
      return confirmBy(before) <= now ? { refused: 'expired' } : told({ type: 'confirmed' })
    case 'change':
      if (before.stage !== 'confirmed' || command.round !== before.round) return { refused: 'used' }
      return told({ type: 'changed', scope: command.scope })
    case 'end':
      return before.stage === 'ended' ? told() : told({ type: 'ended' })
    case 'hold':
      return before.stage !== 'confirmed' || before.held ? told() : told({ type: 'held', why: command.why })
    case 'release':
      return before.held === undefined ? { refused: 'not-held' } : told({ type: 'released' })
  }
}

function told(...events: readonly SubscriptionEvent[]): Decision {
  return { events }
}
