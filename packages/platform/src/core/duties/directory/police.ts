import { type GermanLand, germanLands } from '../../estate/index.ts'
import type { DirectoryEntry } from './entry.ts'

type Contact = readonly [phone: string, mail: string]

const checkedAt = '2026-11-29'
/** Two public lists of the contact points, as stored copies; these numbers stand in both. */
const twoLists = 'two public lists of the contact points (stored copies), in agreement'

/** Central contact points for cybercrime (ZAC) at the State criminal police offices. */
const known: Partial<Readonly<Record<GermanLand, Contact>>> = {
  BB: ['03334 388-8686', 'zac@polizei.brandenburg.de'],
  BE: ['030 4664-924924', 'zac@polizei.berlin.de'],
  BW: ['0711 5401-2444', 'cybercrime@polizei.bwl.de'],
  BY: ['089 1212-3300', 'zac@polizei.bayern.de'],
  HH: ['040 4286-75455', 'zac@polizei.hamburg.de'],
}

/** Of these no two sources agreed, or none was found: the number is looked up before it is needed. */
const open: Partial<Readonly<Record<GermanLand, string>>> = {
  HB: 'two public lists differ; number left out',
  HE: 'phone 0611 83-8377 in two public lists; mail not confirmed',
}

export const policeContacts: readonly DirectoryEntry[] = germanLands.map((land) => {
  const name = {
    de: `Zentrale Ansprechstelle Cybercrime, ${land}`,
    en: `Central contact point for cybercrime, ${land}`,
  }
  const entry = { id: `zac-${land.toLowerCase()}`, for: ['police'] as const, land, name }
  const contact = known[land]
  if (contact === undefined) {
    return {
      ...entry,
      source: open[land] ?? 'not looked up; the list of the Federal Criminal Police names it',
    }
  }
  return { ...entry, phone: contact[0], mail: contact[1], checkedAt, source: twoLists }
})
