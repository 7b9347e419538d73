import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { answerNamed, answersWritten } from '../../../adapters/database/index.ts'
import { type InquiryAnswer } from '../../../core/inquiries/index.ts'
import { parseWordsFile } from '../../../core/updates/index.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine } from '../flags/flag-values.ts'
import { printJson, printLines, tableLines } from '../terminal/output.ts'
import { readText } from '../access/text-file.ts'
import {
  acting,
  answerFlag,
  type InquiryFlags,
  inquiryFlags,
  openInquiries,
  personFlag,
} from './open-inquiries.ts'

interface WriteFlags extends InquiryFlags {
  readonly answer: string
  readonly title: string
  readonly oneCustomer: boolean
  readonly person?: string
}

export const inquiryWrite = buildCommand<WriteFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Write an answer in both languages; somebody else approves it',
    fullDescription:
      'The file has "[de]" and "[en]" with the texts. A text for everybody may name no customer. What was approved stays as it is: new words need a new id.',
  },
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'The text; "-" is standard input', parse: String, placeholder: 'file' }],
    },
    flags: {
      ...inquiryFlags,
      answer: answerFlag,
      title: { kind: 'parsed', parse: parseLine, brief: 'What it answers', placeholder: 'text' },
      oneCustomer: {
        kind: 'boolean',
        default: false,
        brief: 'It concerns one customer only: nobody gets it unrecognised',
      },
      person: personFlag,
    },
  },
  async func(flags, file) {
    const { de, en } = parseWordsFile(await readText(this, file, 'text'))
    await using open = await openInquiries(this, flags)
    const draft = { id: flags.answer, title: flags.title, de, en, tenantSpecific: flags.oneCustomer }
    const answer = await open.desk.write(draft, acting(this, flags.person))
    if (flags.json) return printJson(this, answer)
    printLines(this, [
      `${answer.id} is written. Somebody else approves it:`,
      `  anlauf inquiry approve --answer ${answer.id} --hash ${answer.hash.slice(0, 16)} --person NAME`,
    ])
  },
})

export const inquiryAnswers = buildCommand<InquiryFlags, [], AnlaufContext>({
  docs: { brief: 'The answers that were written, and who approved them' },
  parameters: { flags: inquiryFlags },
  async func(flags) {
    await using open = await openInquiries(this, flags)
    const answers = await answersWritten(open.database)
    if (flags.json) return printJson(this, { answers })
    printLines(
      this,
      answers.length === 0
        ? ['No answer was written yet: anlauf inquiry write']
        : tableLines(
            answers.map(({ id, title, approvedBy, writtenBy, tenantSpecific }) => [
              id,
              approvedBy === undefined
                ? `not approved, by ${printName(writtenBy)}`
                : `approved by ${printName(approvedBy)}`,
              tenantSpecific ? 'one customer' : 'everybody',
              printName(title),
            ]),
          ),
    )
  },
})

interface ApproveFlags extends InquiryFlags {
  readonly answer: string
  readonly hash?: string
  readonly person?: string
}

export const inquiryApprove = buildCommand<ApproveFlags, [], AnlaufContext>({
  docs: {
    brief: 'Approve an answer that somebody else wrote, exactly as it stands',
    fullDescription: 'Without --hash it shows the text and its hash and approves nothing.',
  },
  parameters: {
    flags: {
      ...inquiryFlags,
      answer: answerFlag,
      hash: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Hash of the text that was read, its first 16 digits or more',
        placeholder: 'hash',
      },
      person: personFlag,
    },
  },
  async func(flags) {
    await using open = await openInquiries(this, flags)
    const answer = await answerNamed(open.database, flags.answer)
    if (flags.hash === undefined) {
      if (flags.json) printJson(this, answer)
      else printLines(this, textLines(answer))
      return
    }
    const hash = flags.hash.length >= 16 && answer.hash.startsWith(flags.hash) ? answer.hash : flags.hash
    const approved = await open.desk.approve(answer.id, hash, acting(this, flags.person))
    if (flags.json) printJson(this, approved)
    else printLines(this, [`${approved.id} is approved by ${printName(approved.approvedBy ?? '')}.`])
  },
})

function textLines({ id, title, de, en, hash, writtenBy }: InquiryAnswer): readonly string[] {
  const block = (text: string): readonly string[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => `  | ${printName(line)}`)
  return [
    `${id}: ${printName(title)}, written by ${printName(writtenBy)}`,
    '  [de]',
    ...block(de),
    '  [en]',
    ...block(en),
    'To approve exactly this:',
    `  anlauf inquiry approve --answer ${id} --hash ${hash.slice(0, 16)} --person NAME`,
  ]
}
