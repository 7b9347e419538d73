import type { Estate, GermanLand, Words } from '../../core/estate/index.ts'
import { type PublicContact, publicContacts } from '../../phases/inform/index.ts'

/** Who speaks on the pages for strangers: all of it is public anyway. */
export interface OutsideFace {
  readonly provider: string
  /** IANA zone in which times are shown. */
  readonly timeZone: string
  /** Whose holidays count; absent when the estate does not say. */
  readonly land?: GermanLand
  /** What a question can be about. */
  readonly services: readonly { readonly id: string; readonly name: Words }[]
  readonly contacts: readonly PublicContact[]
  /** Every page and everything that is sent says so. */
  readonly exercise: boolean
  /** The public site, to which the pages lead back. */
  readonly siteUrl?: URL
}

export function faceOf(
  estate: Estate,
  { exercise, siteUrl }: { readonly exercise: boolean; readonly siteUrl?: URL },
): OutsideFace {
  const { name: provider, tz: timeZone } = estate.provider
  return {
    provider,
    timeZone,
    services: estate.services.map(({ id, name }) => ({ id, name })),
    contacts: publicContacts(estate),
    exercise,
    ...(estate.legal.land !== undefined && { land: estate.legal.land }),
    ...(siteUrl !== undefined && { siteUrl }),
  }
}
