import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from '../context.ts'
import { printJson, printLines } from '../terminal/output.ts'
import {
  acting,
  type InquiryFlags,
  inquiryFlags,
  openInquiries,
  personFlag,
  referenceFlag,
} from './open-inquiries.ts'

interface SolvedFlags extends InquiryFlags {
  readonly reference: string
  readonly not: boolean
  readonly person?: string
}

export const inquirySolved = buildCommand<SolvedFlags, [], AnlaufContext>({
  docs: { brief: 'Record what a person said on the telephone: solved, or not' },
  parameters: {
    flags: {
      ...inquiryFlags,
      reference: referenceFlag,
      not: { kind: 'boolean', default: false, brief: 'Not solved: it is open again, with a new time' },
      person: personFlag,
    },
  },
  async func(flags) {
    await using open = await openInquiries(this, flags)
    const command = flags.not ? 'notSolved' : 'solved'
    const changed = await open.desk.decide(flags.reference, { command }, acting(this, flags.person))
    if (flags.json) return printJson(this, { reference: flags.reference, state: changed?.state ?? null })
    printLines(this, [
      changed === undefined
        ? `${flags.reference} was that already.`
        : `${flags.reference} is ${changed.state}.`,
    ])
  },
})
