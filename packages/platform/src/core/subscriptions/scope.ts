/** What a subscriber wants to hear of a case. */
export const wantedKinds = ['all', 'releases', 'advisories'] as const
export type WantedKinds = (typeof wantedKinds)[number]

export type Language = 'de' | 'en'

/** Chosen by the subscriber, changed with a one-time link. No service named means all of them. */
export interface Scope {
  readonly language: Language
  readonly kinds: WantedKinds
  readonly services: readonly string[]
}

/** One thing that the public was told, as far as it matters for whom it concerns. */
export interface Announcement {
  readonly number: number
  /** Services that it is about; undefined where it is about the whole incident. */
  readonly services: readonly string[] | undefined
  /** A service was let out again. */
  readonly isRelease: boolean
  /** It tells readers to do something. */
  readonly isAdvisory: boolean
  /** The end of the story: everybody who was told anything hears it. */
  readonly isClosing: boolean
  /** Number of the announcement that it corrects. */
  readonly corrects: number | undefined
}

/**
 * Whether an announcement concerns a subscriber. Who was told a thing is told its correction, whatever the scope; a
 * correction of a correction too. In doubt it concerns: a mail too many can be unsubscribed, a missing one cannot.
 */
export function concerns(
  scope: Pick<Scope, 'kinds' | 'services'>,
  announcement: Announcement,
  earlier: ReadonlyMap<number, Announcement>,
): boolean {
  if (announcement.isClosing || (isWanted(scope, announcement) && isAbout(scope, announcement))) return true
  const corrected = announcement.corrects === undefined ? undefined : earlier.get(announcement.corrects)
  // Numbers only go down, so this ends whatever the log says.
  return (
    corrected !== undefined && corrected.number < announcement.number && concerns(scope, corrected, earlier)
  )
}

function isWanted({ kinds }: Pick<Scope, 'kinds'>, { isRelease, isAdvisory }: Announcement): boolean {
  switch (kinds) {
    case 'all':
      return true
    case 'releases':
      return isRelease
    case 'advisories':
      return isAdvisory
  }
}

function isAbout({ services }: Pick<Scope, 'services'>, announcement: Announcement): boolean {
  if (services.length === 0 || announcement.services === undefined) return true
  return announcement.services.some((service) => services.includes(service))
}
