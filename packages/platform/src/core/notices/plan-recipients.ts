import type { CaseState } from '../case/index.ts'
import { type Estate, impactOf } from '../estate/index.ts'
import { mailAddress } from '../deliveries/index.ts'
import type { Notice } from './notice.ts'
import type { CallCause } from '../messages/index.ts'

/** One person of one customer, and the way by which the notice goes first. */
export interface PlannedRecipient {
  /** `tenant/contact`, or `tenant/-` for a customer of whom no contact is known. */
  readonly recipient: string
  readonly tenant: string
  readonly way: 'mail' | 'call'
  /** Why it is not mail. */
  readonly because?: Extract<CallCause, 'hosted-here' | 'no-mail' | 'letter-only' | 'no-way'>
  readonly language: 'de' | 'en'
}

/**
 * Who gets a notice, and how. Mailboxes on domains that an attacked service hosts are not written to: the mail would
 * wait, or the attacker read it. A customer without any fitting contact is on the list all the same.
 */
export function planRecipients(
  estate: Estate,
  state: Pick<CaseState, 'services' | 'systems'>,
  notice: Pick<Notice, 'tenants' | 'roles'>,
): readonly PlannedRecipient[] {
  const contacts = new Map(estate.contacts.map((contact) => [contact.id, contact]))
  const tenants = new Map(estate.tenants.map((tenant) => [tenant.id, tenant]))
  const lost = lostDomains(estate, state)
  return notice.tenants.flatMap((id): readonly PlannedRecipient[] => {
    const known = (tenants.get(id)?.contacts ?? []).flatMap((contact) => contacts.get(contact) ?? [])
    const asked = known.filter(({ roles }) => notice.roles?.some((role) => roles.includes(role)) ?? true)
    // Better somebody who is not asked for than nobody.
    const chosen = asked.length > 0 ? asked : known
    if (chosen.length === 0) {
      return [{ recipient: `${id}/-`, tenant: id, way: 'call', because: 'no-way', language: 'de' }]
    }
    return chosen.map((contact) => ({
      recipient: `${id}/${contact.id}`,
      tenant: id,
      language: contact.languages[0] === 'en' ? 'en' : 'de',
      ...wayTo(contact.channels, lost),
    }))
  })
}

type Channels = Estate['contacts'][number]['channels']

function wayTo(channels: Channels, lost: ReadonlySet<string>): Pick<PlannedRecipient, 'way' | 'because'> {
  const mails = mailsOf(channels)
  if (reachable(mails, lost).length > 0) return { way: 'mail' }
  const has = (kind: string): boolean => channels.some((channel) => channel.kind === kind)
  if (has('phone')) return { way: 'call', because: mails.length > 0 ? 'hosted-here' : 'no-mail' }
  return { way: 'call', because: has('letter') ? 'letter-only' : 'no-way' }
}

/** Addresses that can be written to; what is none is left to the phone. */
export function mailsOf(channels: Channels): readonly string[] {
  return channels.flatMap(({ kind, to }) => {
    if (kind !== 'email' && kind !== 'mail') return []
    try {
      return [mailAddress(to)]
    } catch {
      return []
    }
  })
}

export function reachable(mails: readonly string[], lost: ReadonlySet<string>): readonly string[] {
  return mails.filter((address) => {
    const labels = address.slice(address.lastIndexOf('@') + 1).split('.')
    return !labels.some((_, place) => lost.has(labels.slice(place).join('.')))
  })
}

/** Domains that customers have with a service that is hit, or needs one that is. */
export function lostDomains(
  estate: Estate,
  { services, systems = [] }: Pick<CaseState, 'services' | 'systems'>,
): ReadonlySet<string> {
  const hit = hitServices(estate, { services, systems })
  const offerings = new Set(
    estate.services.flatMap(({ id, offering }) => (hit.has(id) ? (offering ?? []) : [])),
  )
  return new Set(
    estate.tenants.flatMap(({ subscriptions }) =>
      subscriptions.flatMap(({ offering, domain }) =>
        domain !== undefined && offerings.has(offering) ? domain.toLowerCase() : [],
      ),
    ),
  )
}

/** What the case says is hit, and what cannot do without it. */
export function hitServices(
  estate: Estate,
  { services, systems = noSystems }: Pick<CaseState, 'services' | 'systems'>,
): ReadonlySet<string> {
  const last = lastHit.get(estate)
  if (last?.services === services && last.systems === systems) return last.hit
  const hit = new Set([...services, ...impactOf(estate, systems).services])
  lastHit.set(estate, { services, systems, hit })
  return hit
}

const noSystems: readonly string[] = []
/** Asked for every recipient: five thousand times the whole estate took nine seconds. */
const lastHit = new WeakMap<
  Estate,
  Pick<CaseState, 'services' | 'systems'> & { readonly hit: ReadonlySet<string> }
>()
