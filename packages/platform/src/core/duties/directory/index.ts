/**
 * The directory: where a notice is handed in, and how an authority is reached when its portal does not answer.
 *
 * Guarantees: every Land has its data protection authority and its police contact point; each entry says where it comes
 * from and when somebody compared it. Not guaranteed: that an entry is right. What nobody compared, or what is older
 * than six months, is a finding; a number that two sources did not agree on is left out rather than wrong at night.
 */
import { deepFreeze, type GermanLand, type LegalProfile } from '../../estate/index.ts'
import { authorities, type AuthorityId } from '../authorities.ts'
import { dataProtectionAuthorities } from './data-protection.ts'
import type { DirectoryEntry } from './entry.ts'
import { otherAuthorities } from './federal-and-abroad.ts'
import { policeContacts } from './police.ts'

export type { DirectoryEntry } from './entry.ts'

export const directory: readonly DirectoryEntry[] = deepFreeze([
  ...dataProtectionAuthorities,
  ...policeContacts,
  ...otherAuthorities,
])

/** Where a recipient is reached; of authorities that every Land has, the one of this Land, or all without a Land. */
export function entriesFor(recipient: AuthorityId, land?: GermanLand): readonly DirectoryEntry[] {
  return directory.filter(
    (entry) =>
      entry.for.includes(recipient) &&
      (entry.land === undefined || land === undefined || entry.land === land),
  )
}

/** The recipient as people write it on a document: of the Land's authority its name, with its portal where known. */
export function recipientName(
  recipient: AuthorityId,
  land: GermanLand | undefined,
  language: 'de' | 'en',
): string {
  const known = entriesFor(recipient, land)
  const [one] = known
  if (one === undefined || known.length > 1) return authorities[recipient].name[language]
  const place = one.portal === undefined ? one.name[language] : `${one.name[language]}, ${one.portal}`
  return one.checkedAt === undefined ? `${place} (${notCompared[language]})` : place
}

const notCompared = { de: 'Anschrift nicht verglichen', en: 'address not compared' } as const

export interface DirectoryFinding {
  readonly rule: 'never-checked' | 'outdated' | 'account-missing'
  readonly entry: DirectoryEntry
}

/** Half a year: portals moved twice as often as that in the last years. */
export const maxAgeDays = 183

/** What has to be settled before the incident: entries nobody compared lately, portals without an account. */
export function directoryFindings(
  recipients: readonly AuthorityId[],
  { land, accounts = [] }: Pick<LegalProfile, 'land' | 'accounts'>,
  today: string,
): readonly DirectoryFinding[] {
  const entries = new Map(
    recipients.flatMap((one) => entriesFor(one, land).map((entry) => [entry.id, entry])),
  )
  return [...entries.values()].flatMap((entry): DirectoryFinding[] => {
    const { checkedAt, account, id } = entry
    const age = checkedAt === undefined ? undefined : daysBetween(checkedAt, today)
    return [
      ...(age === undefined ? [{ rule: 'never-checked' as const, entry }] : []),
      ...(age !== undefined && age > maxAgeDays ? [{ rule: 'outdated' as const, entry }] : []),
      ...(account !== undefined && !accounts.includes(id)
        ? [{ rule: 'account-missing' as const, entry }]
        : []),
    ]
  })
}

function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days
}
