import { formatLsn, parseLsn } from './lsn.ts'
import { segmentName, segmentOf } from './segment-name.ts'

/** What the server said about its replay. */
export interface Replay {
  /** Position of the last record that was applied. */
  readonly redoneTo: string | undefined
  /** Commit time of the last transaction that was applied. */
  readonly lastCommit: string | undefined
  /** Where and why it stopped, in the server's words; absent when it went to the end of the log. */
  readonly stopped: string | undefined
  /** The log ended before the target. */
  readonly endedEarly: boolean
  /** A record that is not what it must be, with the segment it lies in. */
  readonly damage: { readonly segment: string; readonly at: string; readonly what: string } | undefined
}

/** Messages of `xlogreader.c` that no regular end of a log causes, each with the position. */
const damageMessages =
  /(incorrect resource manager data checksum in record|incorrect prev-link [0-9A-F/]+|invalid resource manager ID \d+|record with invalid length|invalid contrecord length \d+[^\n]*?|unexpected pageaddr [0-9A-F/]+ in (?:log|WAL) segment [0-9A-F]+|invalid magic number [0-9A-F]+ in (?:log|WAL) segment [0-9A-F]+|WAL file is from different database system)[^\n]*?(?:at |LSN )?([0-9A-F]{1,8}\/[0-9A-F]{1,8})?(?:\n|$)/

/** Reads a server's log in English (`lc_messages = C`), as a clean room writes it. */
export function readReplay(
  log: string,
  { timeline, segmentBytes }: { readonly timeline: number; readonly segmentBytes: number },
): Replay {
  const redone = /redo done at ([0-9A-F]+\/[0-9A-F]+)/.exec(log)?.[1]
  const damage = damageMessages.exec(log)
  const named = /segment ([0-9A-F]{24})/.exec(damage?.[0] ?? '')?.[1]
  const at = damage?.[2] ?? redone
  return {
    redoneTo: redone,
    lastCommit: /last completed transaction was at log time ([^\n]+)/.exec(log)?.[1],
    stopped: /(recovery stopping (?:before|after) [^\n]+)/.exec(log)?.[1],
    endedEarly: log.includes('recovery ended before configured recovery target was reached'),
    damage:
      damage === null || at === undefined
        ? undefined
        : {
            segment: named ?? segmentName(timeline, segmentOf(parseLsn(at), segmentBytes), segmentBytes),
            at: formatLsn(parseLsn(at)),
            what: damage[1] ?? '',
          },
  }
}
