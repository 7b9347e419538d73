import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { inquiriesBy } from '../../../adapters/database/index.ts'
import { clusterInquiries, faqDraft } from '../../../core/inquiries/index.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseCount } from '../flags/flag-values.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { type InquiryFlags, inquiryFlags, openInquiries } from './open-inquiries.ts'

interface ClusterFlags extends InquiryFlags {
  readonly case?: string
  readonly atLeast: number
  readonly faq: boolean
}

export const inquiryCluster = buildCommand<ClusterFlags, [], AnlaufContext>({
  docs: {
    brief: 'What many people ask: candidates for the FAQ, and whom one answer serves',
    fullDescription:
      'Same service, same topic, alike in words; open inquiries only. What is shown was written by strangers: a question for the FAQ is worded anew.',
  },
  parameters: {
    flags: {
      ...inquiryFlags,
      case: { ...caseFlag, optional: true },
      atLeast: {
        kind: 'parsed',
        parse: parseCount,
        default: '2',
        brief: 'Only of so many and more',
        placeholder: 'count',
      },
      faq: {
        kind: 'boolean',
        default: false,
        brief: 'Print a draft of the FAQ instead, with open slots to be worded: for "anlauf inform draft"',
      },
    },
  },
  async func(flags) {
    await using open = await openInquiries(this, flags)
    const inquiries = await inquiriesBy(open.database, {
      states: ['open'],
      limit: 10_000,
      ...(flags.case !== undefined && { caseId: flags.case }),
    })
    const clusters = clusterInquiries(inquiries).filter(
      ({ references }) => references.length >= flags.atLeast,
    )
    const messages = new Map(inquiries.map(({ reference, words }) => [reference, words?.message ?? '']))
    if (flags.faq) return void this.process.stdout.write(faqDraft(clusters))
    if (flags.json) return printJson(this, { clusters })
    printLines(this, [
      ...(clusters.length === 0 ? ['Nothing was asked more than once.'] : []),
      ...clusters.flatMap(({ service, topic, references, typical, words }) => [
        `${counted(references.length, 'inquiry', 'inquiries')}  ${printName(`${service ?? 'no service'}/${topic}`)}  ${printName(words.join(', '))}`,
        `  for instance: ${printName((messages.get(typical) ?? '').replaceAll(/\s+/g, ' ')).slice(0, 120)}`,
        `  anlauf inquiry answer --answer ID --reference ${references.slice(0, 20).join(',')}${references.length > 20 ? ',…' : ''}`,
      ]),
    ])
  },
})
