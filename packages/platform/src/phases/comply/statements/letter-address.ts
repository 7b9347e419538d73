import type { Estate } from '../../../core/estate/index.ts'

/** Whom a letter goes to: the company, the person, the lines of the address. */
export interface Addressee {
  readonly contact?: Estate['contacts'][number]
  readonly language: 'de' | 'en'
  readonly address: readonly string[]
  /** True when the estate knows where to send it. */
  readonly isPostable: boolean
}

/**
 * The address of a tenant's statement. This is the one place where addresses on paper come from: in an exercise there is
 * none, whatever the estate says, so that no letter of an exercise can reach a customer by post.
 */
export function addresseeOf(
  estate: Pick<Estate, 'tenants' | 'contacts'>,
  tenant: string,
  { exercise, mark }: { readonly exercise: boolean; readonly mark: string },
): Addressee {
  const found = estate.tenants.find(({ id }) => id === tenant)
  const contacts = (found?.contacts ?? []).flatMap((id) => estate.contacts.find((one) => one.id === id) ?? [])
  const byLetter = contacts.find(({ channels }) => channels.some(({ kind }) => kind === 'letter'))
  const contact = byLetter ?? contacts[0]
  const language = contact?.languages[0] === 'en' ? 'en' : 'de'
  const name = found?.name ?? tenant
  if (exercise) return { language, address: [name, mark], isPostable: false }
  const where = byLetter?.channels.find(({ kind }) => kind === 'letter')?.to
  const lines = where?.split(/[,\n]/).map((line) => line.trim()) ?? []
  return {
    ...(contact !== undefined && { contact }),
    language,
    address: [name, ...(contact === undefined ? [] : [contact.name]), ...lines.filter((line) => line !== '')],
    isPostable: where !== undefined,
  }
}
