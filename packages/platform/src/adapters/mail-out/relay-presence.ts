import type { RelayLine } from './smtp-connection.ts'

/** What all connections of a round know of their relay. */
export interface RelayPresence {
  /** Opens a line; why not, or undefined. Who fails hears it when the others that try now have got in or failed too. */
  open(line: RelayLine): Promise<string | undefined>
  /** It took or refused a mail. */
  answered(): void
  /** It let somebody in a moment ago: it bears no more connections, or broke this one. */
  isThere(): boolean
  /** It answered for a mail a moment ago: what it said to another is not about all of us. */
  takesMail(): boolean
}

/** Longer than it takes to connect anew; a relay that went away is noticed after it. */
const momentMs = 10_000

export function relayPresence(): RelayPresence {
  const opening = new Set<Promise<unknown>>()
  let openedAt = -Infinity
  let answeredAt = -Infinity
  const isRecent = (at: number): boolean => performance.now() - at < momentMs
  return {
    async open(line) {
      const attempt = line.open()
      opening.add(attempt)
      const why = await attempt
      opening.delete(attempt)
      if (why === undefined) openedAt = performance.now()
      // Of sixteen that knock at once, a relay that lets in ten turns the first away before it greets another.
      else await Promise.allSettled(opening)
      return why
    },
    answered: () => void (answeredAt = performance.now()),
    isThere: () => isRecent(Math.max(openedAt, answeredAt)),
    takesMail: () => isRecent(answeredAt),
  }
}
