import type { Estate } from '../../../core/estate/index.ts'

/** Whom a letter goes to: the language they read, the lines of the address. */
export interface Addressee {
  readonly language: 'de' | 'en'
  /** As notices name it, `tenant/contact`; absent where nobody is named. */
  readonly recipient?: string
  readonly address: readonly string[]
  /** True when the estate knows where to send it. */
  readonly isPostable: boolean
}

/**
 * The address of a tenant's statement. This is the one place where addresses on paper come from: in an exercise there is
 * none, whatever the estate says, so that no letter of an exercise can reach a customer by post.
 */
export function addresseeOf(
  estate: People,
  tenant: string,
  { exercise, mark }: { readonly exercise: boolean; readonly mark: string },
): Addressee {
  const known = indexOf(estate)
  const found = known.tenants.get(tenant)
  const contacts = (found?.contacts ?? []).flatMap((id) => known.contacts.get(id) ?? [])
  const byLetter = contacts.find(({ channels }) => channels.some(({ kind }) => kind === 'letter'))
  const contact = byLetter ?? contacts[0]
  const language = contact?.languages[0] === 'en' ? 'en' : 'de'
  const name = found?.name ?? tenant
  const recipient = contact === undefined ? {} : { recipient: `${tenant}/${contact.id}` }
  if (exercise) return { language, ...recipient, address: [name, mark], isPostable: false }
  const where = byLetter?.channels.find(({ kind }) => kind === 'letter')?.to
  const lines = where?.split(/[,\n]/).map((line) => line.trim()) ?? []
  return {
    language,
    ...recipient,
    address: [name, ...(contact === undefined ? [] : [contact.name]), ...lines.filter((line) => line !== '')],
    isPostable: where !== undefined,
  }
}

/** Where answers by post go: the first address of the house's own people; none where the estate has none. */
export function houseAddress(estate: People): string | undefined {
  return indexOf(estate).house
}

/** Who answers for the house, by mail and telephone: the own contact that the estate shows to everybody. */
export function publicContact(estate: People): readonly [name: string, ways: string] | undefined {
  return indexOf(estate).answers
}

/** The names of a tenant and what else is its own: number, short name, domains. */
export function tenantNames(estate: People, tenant: string): readonly string[] {
  const found = indexOf(estate).tenants.get(tenant)
  if (found === undefined) return []
  const domains = found.subscriptions.flatMap(({ domain }) => domain ?? [])
  return [found.name, found.slug, ...(found.number === undefined ? [] : [found.number]), ...domains]
}

type People = Pick<Estate, 'tenants' | 'contacts'>

interface PeopleIndex {
  readonly tenants: ReadonlyMap<string, Estate['tenants'][number]>
  readonly contacts: ReadonlyMap<string, Estate['contacts'][number]>
  readonly house: string | undefined
  readonly answers: readonly [name: string, ways: string] | undefined
}

/** Ten thousand letters ask for one of ten thousand each: looked through once. */
const indexes = new WeakMap<People, PeopleIndex>()

function indexOf(estate: People): PeopleIndex {
  const known = indexes.get(estate)
  if (known !== undefined) return known
  const ofTenants = new Set(estate.tenants.flatMap(({ contacts }) => contacts))
  const own = estate.contacts.filter(({ id }) => !ofTenants.has(id))
  const open = own.find(({ roles }) => roles.includes('public'))
  const ways = (open?.channels ?? []).flatMap(({ kind, to }) =>
    kind === 'email' || kind === 'phone' ? [to] : [],
  )
  const index = {
    tenants: new Map(estate.tenants.map((one) => [one.id, one])),
    contacts: new Map(estate.contacts.map((one) => [one.id, one])),
    house: own.flatMap(({ channels }) => channels).find(({ kind }) => kind === 'letter')?.to,
    answers: open === undefined || ways.length === 0 ? undefined : ([open.name, ways.join(', ')] as const),
  }
  indexes.set(estate, index)
  return index
}
