import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines } from '../terminal/output.ts'
import {
  acting,
  answerFlag,
  type InquiryFlags,
  inquiryFlags,
  openInquiries,
  parseReferences,
  personFlag,
  referenceFlag,
} from './open-inquiries.ts'

interface AnswerFlags extends InquiryFlags {
  readonly reference: readonly string[]
  readonly answer: string
  readonly person?: string
}

export const inquiryAnswer = buildCommand<AnswerFlags, [], AnlaufContext>({
  docs: {
    brief: 'Give an approved answer to one inquiry, or to all of a cluster',
    fullDescription:
      'By mail where there is an address, else by telephone: then read it out first. Each inquiry is decided by itself; one that cannot be answered does not stop the others, and the command ends with 1.',
  },
  parameters: {
    flags: {
      ...inquiryFlags,
      reference: {
        ...referenceFlag,
        parse: parseReferences,
        brief: 'Numbers of inquiries, separated by commas',
      },
      answer: answerFlag,
      person: personFlag,
    },
  },
  async func(flags) {
    await using open = await openInquiries(this, flags)
    const outcomes = []
    for (const reference of flags.reference) {
      try {
        const { inquiry, by } = await open.desk.answer(reference, flags.answer, acting(this, flags.person))
        outcomes.push({ reference, state: inquiry.state, by, phone: inquiry.words?.phone ?? null })
      } catch (error) {
        if (!(error instanceof AnlaufError) || flags.reference.length === 1) throw error
        outcomes.push({ reference, error: error.message, hint: error.hint })
      }
    }
    const failed = outcomes.filter((one) => 'error' in one).length
    if (failed > 0) this.process.exitCode = 1
    if (flags.json) return printJson(this, { answer: flags.answer, outcomes })
    printLines(
      this,
      outcomes.map((one) =>
        'error' in one
          ? `${one.reference}: ${one.error} ${one.hint}`
          : `${one.reference}: ${one.by === 'mail' ? 'answered by mail' : 'marked as answered by telephone'}`,
      ),
    )
  },
})
