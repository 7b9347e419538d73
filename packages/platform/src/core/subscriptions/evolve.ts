import type { SubscriptionEvent } from './events.ts'
import type { Subscription } from './subscription.ts'

/** The subscription after an event. `fresh` names the one that the first event makes. */
export function evolveSubscription(
  before: Subscription | undefined,
  event: SubscriptionEvent,
  { at, fresh }: { readonly at: string; readonly fresh: Pick<Subscription, 'id' | 'caseId'> },
): Subscription {
  if (event.type === 'asked') {
    const { address, scope } = event
    // Both mails of somebody who asked twice confirm; those from before an end do not.
    const round = before === undefined ? 1 : before.stage === 'ended' ? before.round + 1 : before.round
    return {
      ...begun(before, fresh),
      address,
      scope,
      round,
      source: 'self',
      consent: undefined,
      stage: 'pending',
      askedAt: at,
      owes: {
        mail: 'opt-in',
        since: at,
      },
    }
  }
  if (event.type === 'added') {
    const { address, scope, source, consent } = event
    const round = (before?.round ?? 0) + 1
    return {
      ...begun(before, fresh),
      address,
      scope,
      round,
      source,
      consent,
      stage: 'confirmed',
      askedAt: at,
      confirmedAt: at,
      owes: undefined,
    }
  }
  return before === undefined ? nobody(fresh, at) : evolved(before, event, at)
}

function evolved(
  before: Subscription,
  event: Exclude<SubscriptionEvent, { type: 'asked' | 'added' }>,
  at: string,
): Subscription {
  switch (event.type) {
    case 'asked-again':
      return { ...before, owes: { mail: 'manage-link', since: at } }
    case 'confirmed':
      return { ...before, stage: 'confirmed', confirmedAt: at, owes: undefined }
    case 'changed':
      return { ...before, scope: event.scope, round: before.round + 1 }
    case 'ended':
      // The address goes at once; that somebody said no has to stay.
      return {
        ...before,
        stage: 'ended',
        address: undefined,
        consent: undefined,
        endedAt: at,
        held: undefined,
        owes: undefined,
      }
    case 'held':
      return { ...before, held: { at, why: event.why } }
    case 'released':
      return { ...before, held: undefined }
  }
}

function begun(
  before: Subscription | undefined,
  { id, caseId }: Pick<Subscription, 'id' | 'caseId'>,
): Pick<Subscription, 'id' | 'caseId' | 'confirmedAt' | 'endedAt' | 'held'> {
  return {
    id: before?.id ?? id,
    caseId: before?.caseId ?? caseId,
    confirmedAt: undefined,
    endedAt: undefined,
    held: undefined,
  }
}

/** An event about nobody: an ended one that never had an address. */
function nobody({ id, caseId }: Pick<Subscription, 'id' | 'caseId'>, at: string): Subscription {
  return {
    id,
    caseId,
    address: undefined,
    stage: 'ended',
    source: 'self',
    consent: undefined,
    round: 1,
    scope: {
      language: 'de',
      kinds: 'all',
      services: [],
    },
    askedAt: at,
    confirmedAt: undefined,
    endedAt: at,
    held: undefined,
    owes: undefined,
  }
}
