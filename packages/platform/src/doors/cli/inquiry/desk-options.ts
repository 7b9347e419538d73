import type { InquiryDeskOptions } from '../../../adapters/database/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import type { DeskHours } from '../../../core/inquiries/index.ts'
import { minutesOf, type OutsidePlace } from '../../../core/jobs/index.ts'
import { namedCustomer } from '../../../core/updates/index.ts'
import type { AnlaufContext } from '../context.ts'
import { sendingMails } from './sending-mails.ts'

/** What the desk works with, from the estate and from where strangers are served. */
export function deskOptions(
  context: AnlaufContext,
  {
    estate,
    place,
    mailFile,
  }: {
    readonly estate: () => Estate
    readonly place: OutsidePlace | undefined
    readonly mailFile?: string | undefined
  },
): InquiryDeskOptions {
  const send = sendingMails(context, mailFile)
  const publicUrl = place?.url === undefined ? undefined : new URL(place.url)
  return {
    hours: () => hoursOf(estate(), place),
    namedCustomer: (texts) => namedCustomer(texts, estate()),
    ...(send !== undefined &&
      publicUrl !== undefined && {
        mail: { face: () => ({ provider: estate().provider.name, publicUrl }), send },
      }),
  }
}

function hoursOf({ provider, legal }: Estate, place: OutsidePlace | undefined): DeskHours {
  const hours = minutesOf(place?.serviceHours ?? '') ?? { from: 0, to: 1440 }
  return { zone: provider.tz, ...(legal.land !== undefined && { land: legal.land }), ...hours }
}
