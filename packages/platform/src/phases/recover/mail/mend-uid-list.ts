import { freeUid, maxUid, type UidList, type UidRecord } from './uid-list.ts'

/** How a mended list came about; counts of mails. */
export interface MendFigures {
  /** Mails that are there. */
  readonly mails: number
  /** Mails that keep the UID that the newest clean list gives them. */
  readonly kept: number
  /** Mails whose UID only an older list of the same UIDVALIDITY knows. */
  readonly fromOlder: number
  /** Mails that no list knows; the server gives them a new UID. */
  readonly withoutUid: number
  /** Entries whose mail is not there any more. */
  readonly dropped: number
}

export interface MendedUidList {
  readonly list: UidList
  readonly figures: MendFigures
  readonly problems: readonly string[]
}

/**
 * UIDs that the next mails skip. Between the last backup and the shutdown the server gave out numbers that no list
 * knows; a client that has them would show its stored mail under a new one's name. More mails than any folder gets
 * in a day; 2³² UIDs have room for 40,000 recoveries.
 */
export const uidGap = 100_000

/**
 * The list for exactly the mails that are there: each keeps its UID, from `newest` or else from one of `older` (newest
 * first, other UIDVALIDITYs are ignored); entries without a mail go; UIDs ascend and are unique; UIDVALIDITY stays,
 * and the next UID never decreases. Of two mails that claim one UID the newer list's counts; of two UIDs for
 * one mail the higher, because servers give new numbers upwards.
 */
export function mendUidList(
  newest: UidList,
  older: readonly UidList[],
  mails: ReadonlySet<string>,
  { gap = uidGap }: { gap?: number } = {},
): MendedUidList {
  const known = older.filter(({ uidValidity }) => uidValidity === newest.uidValidity)
  const byUid = new Map<number, UidRecord>()
  const placed = new Set<string>()
  const take = (records: readonly UidRecord[]): number => {
    let taken = 0
    for (const record of records.toSorted((a, b) => b.uid - a.uid)) {
      if (!mails.has(record.base) || placed.has(record.base) || byUid.has(record.uid)) continue
      byUid.set(record.uid, record)
      placed.add(record.base)
      taken += 1
    }
    return taken
  }
  const kept = take(newest.records)
  const fromOlder = known.reduce((sum, list) => sum + take(list.records), 0)
  const next = Math.max(...[newest, ...known].map(freeUid))
  const nextUid = Math.min(next + gap, Math.max(next, maxUid - 1))
  const records = [...byUid.values()].sort((a, b) => a.uid - b.uid)
  return {
    list: { ...newest, nextUid: Math.min(nextUid, maxUid), records },
    figures: {
      mails: mails.size,
      kept,
      fromOlder,
      withoutUid: mails.size - placed.size,
      dropped: newest.records.filter(({ base }) => !mails.has(base)).length,
    },
    problems:
      nextUid - next < gap
        ? ['there is no room above the UIDs; let the server give the folder a new UIDVALIDITY']
        : [],
  }
}
