import type { Announcement } from '../../../core/subscriptions/index.ts'
import type { Published } from '../../../core/updates/index.ts'

/** Whom each update concerns, by its number: follows from its kind, and from the services that changed with it. */
export function announcementsOf(published: readonly Published[]): ReadonlyMap<number, Announcement> {
  return new Map(published.map((update, at) => [update.number, announcementOf(update, published[at - 1])]))
}

function announcementOf(update: Published, before: Published | undefined): Announcement {
  const isOut = Object.entries(update.states).some(
    ([service, state]) => state === 'operational' && before?.states[service] !== 'operational',
  )
  return {
    number: update.number,
    services: servicesOf(update),
    isRelease: update.kind === 'released' || isOut,
    isAdvisory: update.kind === 'advisory',
    isClosing: update.kind === 'closing',
    corrects: update.corrects?.number,
  }
}

/** Only what names its services is about them alone. */
function servicesOf({ kind, service, windows = [] }: Published): readonly string[] | undefined {
  if (kind === 'released' && service !== undefined) return [service]
  return kind === 'windows' && windows.length > 0 ? windows.map((one) => one.service) : undefined
}
