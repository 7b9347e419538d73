import type { JournalLine } from './line.ts'

/** A client that was silent for so long begins anew; one that holds a lock renews it every five minutes. */
export const sessionIdleMs = 6 * 60 * 60 * 1000

/**
 * When each client's present work began: with its first request since its last snapshot. A snapshot's own time is
 * the start of the backup, so an honest one lies between that moment and its arrival.
 */
export interface Sessions {
  /** Takes the next line; for an accepted snapshot the start of the session that it ends. */
  apply(line: JournalLine): number | undefined
  /** Start of the session that is under way, as far as lines tell. */
  of(client: string): { readonly startAt: number; readonly lastAt: number } | undefined
}

export function createSessions(): Sessions {
  const open = new Map<string, { startAt: number; lastAt: number }>()
  return {
    of: (client) => open.get(client),
    apply(line) {
      const { client, verb } = line
      if (client === undefined || !['OPEN', 'CREATE', 'POST', 'DELETE', 'RECOVER'].includes(verb))
        return undefined
      const at = Date.parse(line.at)
      const session = verb === 'OPEN' ? undefined : open.get(client)
      // The lock that goes behind a snapshot belongs to the session that has just ended.
      if (session === undefined && verb === 'DELETE') return undefined
      const startAt = session?.startAt ?? at
      open.set(client, { startAt, lastAt: at })
      const isSnapshot = line.type === 'snapshots' && isStored(line)
      if (!isSnapshot) return undefined
      open.delete(client)
      return startAt
    },
  }
}

/** True for a line that says: this object came in now. */
export function isStored(line: JournalLine): boolean {
  if (line.verb === 'RECOVER') return true
  return line.verb === 'POST' && (line.status ?? 0) < 300 && line.code !== 'repeated'
}
