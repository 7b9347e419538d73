import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { mailReports, mailSender } from '../../../adapters/mail-out/index.ts'
import { callTasks } from '../../../core/notices/index.ts'
import { mailFlag, requireMailFile } from '../access/mail-file.ts'
import { signature } from '../case/access.ts'
import { relayTrouble } from '../../../core/deliveries/index.ts'
import type { AnlaufContext } from '../context.ts'
import { unsubscribeByMail } from '../subscription/unsubscribe-mail.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { noCounts, takeFolder } from './bounce.ts'
import { type NoticeFlags, noticeFlags, openNoticeDesk } from './desk.ts'
import { settleNotices } from './settle-notices.ts'

export const noticeTick = buildCommand<NoticeFlags & { readonly mail?: string }, [], AnlaufContext>({
  docs: {
    brief: 'Once what "anlauf up" does all the time: send what is due, take in bounces, call who was silent',
  },
  parameters: { flags: { ...noticeFlags, mail: mailFlag } },
  async func(flags) {
    const { setup, place } = await requireMailFile(this, flags.mail)
    await using open = await openNoticeDesk(this, flags)
    const { session, database } = open
    const round = await mailSender(database, setup, { now: this.now }).sendDue({ signal: this.signal })
    const reports = mailReports(database, { now: this.now })
    const bounces = noCounts()
    if (place.bounceFolder !== undefined) {
      const other = (mail: Uint8Array): Promise<boolean> => unsubscribeByMail(this, database, mail)
      await takeFolder(reports, place.bounceFolder, { bounces: setup.bounces, counts: bounces, other })
    }
    const news = await settleNotices(session, reports, signature(this))
    const calls = callTasks(session.desk).length
    if (flags.json) return printJson(this, { round, bounces, news, calls })
    printLines(this, [
      `The relay took ${round.accepted}; ${counted(bounces.changed, 'bounce')} taken in; ${counted(news, 'mail')} with news; ${calls} on the call list.`,
      ...(round.stoppedBy === undefined ? [] : [printName(relayTrouble(round.stoppedBy, place))]),
    ])
  },
})
