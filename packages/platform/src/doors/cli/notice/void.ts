import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { isLinkSpent, voidReceipt } from '../../../core/notices/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine } from '../flags/flag-values.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { type NoticeFlags, noticeFlags, noticeNameFlag, openNoticeDesk } from './desk.ts'

interface VoidFlags extends NoticeFlags {
  readonly notice: string
  readonly recipient: string
  readonly reason: string
  readonly person?: string
}

export const noticeVoid = buildCommand<VoidFlags, [], AnlaufContext>({
  docs: {
    brief: 'Take a receipt back that proves nothing after all',
    fullDescription:
      'For a link that a mail scanner followed, or a code that somebody else read back. The recipient is called, the duty that this receipt met is open again, and so is every stage of the plan that rested on it. The receipt stays in the log. A link whose receipt was taken back proves nothing any more: its page says so, and that somebody will call.',
  },
  parameters: {
    flags: {
      ...noticeFlags,
      notice: noticeNameFlag,
      recipient: {
        kind: 'parsed',
        parse: parseLine,
        brief: 'Whose receipt, as "notice show" says',
        placeholder: 'tenant/contact',
      },
      reason: { kind: 'parsed', parse: parseLine, brief: 'Why it proves nothing', placeholder: 'text' },
      person: {
        kind: 'parsed',
        parse: parseLine,
        optional: true,
        brief: 'Who says so (default: this account)',
        placeholder: 'name',
      },
    },
  },
  async func(flags) {
    const { notice, recipient, reason } = flags
    await using open = await openNoticeDesk(this, flags)
    const by = signature(this, flags.person)
    const command = { command: 'void', notice, recipient, reason, person: by.actor } as const
    await voidReceipt(open.stores.log, open.session, command, by)
    const known = open.session.desk.notices.get(notice)?.recipients.get(recipient)
    const linkSpent = known !== undefined && isLinkSpent(known)
    if (flags.json) return printJson(this, { case: flags.case, notice, recipient, voided: true, linkSpent })
    printLines(this, [
      `The receipt of ${printName(recipient)} counts no more; it stays in the log.`,
      ...(linkSpent
        ? [
            'The link in the mail proves nothing any more, whoever opens it; its page says that you will call.',
          ]
        : []),
      'Next, call:',
      `  anlauf call list --case ${flags.case} --estate ${flags.estate}`,
    ])
  },
})
