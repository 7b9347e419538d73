import { createHmac, randomBytes } from 'node:crypto'

import {
  addressIdentity,
  decideSubscription,
  evolveSubscription,
  mailboxBehind,
  type Subscription,
  type SubscriptionCommand,
  type SubscriptionRefusal,
} from '../../core/subscriptions/index.ts'
import type { Database, Session } from './database.ts'
import { forgetSubscriberMails } from './forget-mails.ts'
import {
  type AddressKeys,
  countPending,
  insertSubscription,
  subscriptionById,
  subscriptionOf,
  takeAddressTurn,
  updateSubscription,
} from './subscription-rows.ts'

type Outcome = { readonly subscription: Subscription } | { readonly refused: SubscriptionRefusal | 'full' }
type ByAddress = Extract<SubscriptionCommand, { readonly address: string }>
type ById = Exclude<SubscriptionCommand, ByAddress>

/** Decides commands about subscriptions on their rows, each alone in its transaction, or in one that is open. */
export interface Subscriptions {
  /** The key of links in mails. */
  readonly linkKey: Uint8Array
  /** Hash of a text under the key of addresses: what limits count by. */
  hashOf(text: string): Uint8Array
  /** About an address that somebody typed. */
  byAddress(caseId: string, command: ByAddress, now: Date, session?: Session): Promise<Outcome>
  /** About a subscription that a link or a person names. */
  byId(id: string, command: ById, now: Date, session?: Session): Promise<Outcome>
  /** The subscription that a link names, without changing anything. */
  byLink(id: string): Promise<Subscription | undefined>
}

/**
 * Wishes that wait for their click, in all cases: an attacker's hundred thousand would fill table and outbox. Whoever
 * comes when it is full is told so, known or not, and 48 hours free it again.
 */
const mostPending = 50_000

/** Subscriptions in the database. Addresses are found by a hash under `secret`, which also makes the links in mails. */
export function subscriptions(
  database: Database,
  { secret, most = mostPending }: { readonly secret: Uint8Array; readonly most?: number },
): Subscriptions {
  const keyFor = (use: string): Uint8Array =>
    createHmac('sha256', secret).update(`anlauf subscription ${use} v1`).digest()
  const addressKey = keyFor('address')
  const hashOf = (text: string): Uint8Array => createHmac('sha256', addressKey).update(text).digest()
  const keysOf = (address: string): AddressKeys => ({
    address: hashOf(addressIdentity(address)),
    mailbox: hashOf(mailboxBehind(address)),
  })
  const within = <T>(session: Session | undefined, work: (session: Session) => Promise<T>): Promise<T> =>
    session === undefined ? database.transaction(work) : work(session)

  return {
    linkKey: keyFor('link'),
    hashOf,
    async byAddress(caseId, command, now, session) {
      const keys = keysOf(command.address)
      return within(session, async (own) => {
        await takeAddressTurn(own, keys.address)
        const before = await subscriptionOf(own, caseId, keys.address)
        // Asked of everybody, known or not: the answer must take the same way.
        const isFull = command.command === 'ask' && (await countPending(own)) >= most
        if (isFull) return { refused: 'full' }
        return decideOn(own, before, command, { now, keys, caseId })
      })
    },
    byId: (id, command, now, session) =>
      within(session, async (own) => decideOn(own, await subscriptionById(own, id), command, { now })),
    byLink: (id) => database.transaction((session) => subscriptionById(session, id)),
  }
}

/** What a person decides about a subscriber of a case, known by its id alone. Undefined for one that the case has not. */
export async function decideOnSubscriber(
  session: Session,
  { caseId, id }: { readonly caseId: string; readonly id: string },
  command: ById,
  now: Date,
): Promise<Outcome | undefined> {
  const before = await subscriptionById(session, id)
  return before?.caseId === caseId ? decideOn(session, before, command, { now }) : undefined
}

async function decideOn(
  session: Session,
  before: Subscription | undefined,
  command: SubscriptionCommand,
  { now, keys, caseId = '' }: { readonly now: Date; readonly keys?: AddressKeys; readonly caseId?: string },
): Promise<Outcome> {
  const decision = decideSubscription(before, command, now)
  if ('refused' in decision) return decision
  const fresh = { id: randomBytes(16).toString('hex'), caseId }
  let after = before
  for (const event of decision.events)
    after = evolveSubscription(after, event, { at: now.toISOString(), fresh })
  if (after === undefined) return { refused: 'unknown' }
  if (before === undefined && keys !== undefined) await insertSubscription(session, after, keys)
  else if (after !== before) await updateSubscription(session, after)
  // With the address in the row goes that in the spool, and what waits there is not sent any more.
  if (before !== undefined && decision.events.some(({ type }) => type === 'ended')) {
    await forgetSubscriberMails(session, before)
  }
  return { subscription: after }
}
