/**
 * Views: what each recipient gets to see of the facts, as data. One duty, one view.
 *
 * Guarantees: every duty of the rules has a view or says why it has none; every item says how far it was verified that
 * the recipient asks for it; one digest names the whole set.
 * Not guaranteed: that a portal asks for nothing else today; views older than six months are a finding.
 */
import { createHash } from 'node:crypto'

import { deepFreeze, type Words } from '../../../core/estate/index.ts'
import { canonicalJson, type Json } from '../../../core/evidence/index.ts'
import { dataProtectionViews } from './data-protection.ts'
import { financialViews } from './financial.ts'
import { networkSecurityViews } from './network-security.ts'
import { partyViews } from './parties.ts'
import type { View } from './view.ts'

export const views: readonly View[] = deepFreeze([
  ...dataProtectionViews,
  ...networkSecurityViews,
  ...financialViews,
  ...partyViews,
])

const byId: ReadonlyMap<string, View> = new Map(views.map((view) => [view.id, view]))

/** Duties of which nothing is written. */
export const withoutView: Readonly<Record<string, Words>> = {
  'gdpr-12-3': {
    de: 'Jede Person bekommt ihre eigene Antwort von der Servicestelle: anlauf inquiry requests',
    en: 'each person gets an own answer from the desk: anlauf inquiry requests',
  },
  'bdsg-42-43': { de: 'eine Regel für andere Dokumente', en: 'a rule for other documents' },
  'nis2-significance': { de: 'eine Einstufung, kein Dokument', en: 'a classification, no document' },
  'uk-csr-bill': { de: 'noch kein geltendes Recht', en: 'not law yet' },
  'eu-omnibus': { de: 'noch kein geltendes Recht', en: 'not law yet' },
}

/** The view of a duty; a promise to tenants is kept by the notice to the controller. */
export function viewOf(duty: string): View | undefined {
  return byId.get(duty.startsWith('contract-') ? 'gdpr-33-2' : duty)
}

/** SHA-256 over a view: what a draft was made from. */
export function viewDigest(view: View): string {
  return createHash('sha256')
    .update(canonicalJson(view as unknown as Json))
    .digest('hex')
}
