import type { Estate } from '../estate/index.ts'
import type { SheetFact } from './sheet-fact.ts'

type Contact = Estate['contacts'][number]

/** Who can be asked, from the estate. These facts are made for a document and never written into the log. */
export function contactFacts({
  estate,
  now,
}: {
  readonly estate?: Estate
  readonly now: Date
}): readonly SheetFact[] {
  if (estate === undefined) return []
  const ofTenants = new Set(estate.tenants.flatMap(({ contacts }) => contacts))
  const own = estate.contacts.filter(({ id }) => !ofTenants.has(id))
  const withRole = (role: string): readonly Contact[] => own.filter(({ roles }) => roles.includes(role))
  const [reporter, deputy] = withRole('reporter')
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['party.name', estate.provider.name],
    ['contact.dpo', lineOf(withRole('dpo')[0])],
    ['contact.reporter', reporter?.name],
    ['contact.reporter-mail', channelOf(reporter, 'email')],
    ['contact.reporter-phone', channelOf(reporter, 'phone')],
    ['contact.deputy', deputy?.name],
    ['contact.deputy-mail', channelOf(deputy, 'email')],
    ['contact.deputy-phone', channelOf(deputy, 'phone')],
    ['contact.public', lineOf(withRole('public')[0])],
  ]
  return lines.flatMap(([field, value]) =>
    value === undefined
      ? []
      : [
          {
            field,
            value,
            source: 'estate',
            confidence: 'high' as const,
            asOf: now.toISOString(),
            estimate: false,
            evidence: [],
          },
        ],
  )
}

function lineOf(contact: Contact | undefined): string | undefined {
  return contact && [contact.name, ...contact.channels.map(({ to }) => to)].join(', ')
}

function channelOf(contact: Contact | undefined, kind: string): string | undefined {
  return contact?.channels.find((channel) => channel.kind === kind)?.to
}
