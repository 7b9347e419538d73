import { eventOf, followLog } from '../case/index.ts'
import type { Estate } from '../estate/index.ts'
import type { EvidenceLog } from '../evidence/index.ts'
import type { NoticeCircumstances, NoticeCommand } from './commands.ts'
import { decideNotices } from './decide-notices.ts'
import { evolveNotices } from './evolve-notices.ts'
import { initialNotices, type NoticeDesk } from './notice-desk.ts'
import { noticeEntry, type NoticeEvent, noticeEventOf } from './notice-events.ts'

/** The notices of a case whose events live in its evidence log. */
export interface NoticeSession {
  readonly desk: NoticeDesk
  refresh(): Promise<NoticeDesk>
  /** Decides on all that is in the log, writes the events, then believes them. Throws what `decideNotices` throws. */
  execute(
    command: NoticeCommand,
    by: { readonly actor: string; readonly at: string },
  ): Promise<readonly NoticeEvent[]>
}

/** Reads the notices of a case from its log. Several writers may be at work. */
export async function openNotices(
  log: EvidenceLog,
  caseId: string,
  estate: () => Estate,
): Promise<NoticeSession> {
  let desk = initialNotices(caseId)
  const followed = await followLog(log, caseId, (entry) => {
    const event = noticeEventOf(entry) ?? eventOf(entry)
    if (event !== undefined) desk = evolveNotices(desk, event, entry.at)
  })
  return {
    get desk() {
      return desk
    },
    async refresh() {
      await followed.catchUp()
      return desk
    },
    execute: (command, by) =>
      followed.decided(
        () => decideNotices(desk, command, lazily(estate, new Date(by.at))),
        (event) => noticeEntry(event, by),
      ),
  }
}

/** Most commands ask nothing of the estate; a large one takes a second to read. */
function lazily(estate: () => Estate, now: Date): NoticeCircumstances {
  return {
    now,
    get estate() {
      return estate()
    },
  }
}
