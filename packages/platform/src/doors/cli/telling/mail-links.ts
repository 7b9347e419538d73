import type { OpenMail } from '../access/mail-file.ts'

/**
 * Where the links of mails to subscribers lead, and where one unsubscribes by mail: nowhere without a mail file, as a
 * mail that cannot leave would count as told; by mail only where somebody reads the folder into which it falls.
 */
export function mailLinks(
  mail: OpenMail | undefined,
  outside: URL | undefined,
): { readonly links?: URL; readonly unsubscribeMail?: string } {
  if (mail === undefined) return {}
  const { place, setup } = mail
  const links = outside ?? (place.links === undefined ? undefined : new URL(place.links))
  if (links === undefined) return {}
  return { links, ...(place.bounceFolder !== undefined && { unsubscribeMail: setup.bounces }) }
}
