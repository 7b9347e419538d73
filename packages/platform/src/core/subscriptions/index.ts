/**
 * Subscriptions: who wants to hear of a case by mail, and what of it.
 *
 *     form ─▶ pending ─click in the mail, 48 h─▶ confirmed ─▶ mail of what concerns them ─one click─▶ ended
 *     provider, with recorded consent ─────────────┘    └─ bounced for good ─▶ held until a person releases it
 *
 * Guarantees: nobody is subscribed by a stranger; nothing that a stranger does tells whether an address is known;
 * a link does one thing, for the round it was made for; who ended it is not brought back by a list, and their address
 * is forgotten at once; who was told a thing is told its correction.
 * Not guaranteed: that a mail is read, or that a person who shares a mailbox is the one who clicked. What a provider
 * records as consent is the provider's word.
 */
export { decideSubscription } from './decide.ts'
export type { SubscriptionCommand, SubscriptionEvent, SubscriptionRefusal } from './events.ts'
export { evolveSubscription } from './evolve.ts'
export { addressIdentity, type AddressProblem, mailboxBehind, readMailAddress } from './mail-address.ts'
export {
  type Announcement,
  concerns,
  type Language,
  type Scope,
  type WantedKinds,
  wantedKinds,
} from './scope.ts'
export {
  type ListedSubscriber,
  type ListProblem,
  maxListBytes,
  maxListed,
  readSubscriberList,
} from './subscriber-list.ts'
export {
  confirmBy,
  confirmWithinHours,
  type Held,
  type HoldReason,
  isReached,
  manageWithinMinutes,
  type Subscription,
  type SubscriptionSource,
} from './subscription.ts'
export { openToken, sealToken, type TokenContent, type TokenPurpose } from './token.ts'
