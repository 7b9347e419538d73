import { buildCommand } from '@stricli/core'

import { type ExtensionReason, extensionReasons } from '../../../core/inquiries/index.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines } from '../terminal/output.ts'
import {
  acting,
  answerFlag,
  type InquiryFlags,
  inquiryFlags,
  openInquiries,
  personFlag,
  referenceFlag,
} from './open-inquiries.ts'
import { lawLine } from './show.ts'

interface ExtendFlags extends InquiryFlags {
  readonly reference: string
  readonly answer: string
  readonly because: ExtensionReason
  readonly person?: string
}

export const inquiryExtend = buildCommand<ExtendFlags, [], AnlaufContext>({
  docs: {
    brief:
      'Tell a data subject that the request takes two further months, with an approved text that says why',
    fullDescription:
      'GDPR Art. 12(3): once, within a month of the receipt. By mail where there is an address, else by telephone: then read the text out first. A mail that comes back has told nobody: the extension is gone, and "inquiry requests" says so.',
  },
  parameters: {
    flags: {
      ...inquiryFlags,
      reference: referenceFlag,
      answer: { ...answerFlag, brief: 'Id of the approved text that says why it takes longer' },
      because: {
        kind: 'enum',
        values: extensionReasons,
        brief: 'The reason of law: it is complex, or there are many requests',
      },
      person: personFlag,
    },
  },
  async func(flags) {
    await using open = await openInquiries(this, flags)
    const { reference, answer: answerId, because, person } = flags
    const { inquiry, by } = await open.desk.extend(reference, { answerId, because }, acting(this, person))
    if (flags.json) {
      return printJson(this, { reference, extendedAt: inquiry.extendedAt, due: inquiry.answerBy, by })
    }
    printLines(this, [
      `${reference}: ${by === 'mail' ? 'the person is told by mail' : 'marked as told by telephone'}; Art. 12(3): ${lawLine(inquiry, open.estate.legal, this.now()) ?? ''}.`,
    ])
  },
})
