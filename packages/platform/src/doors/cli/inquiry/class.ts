import { buildCommand } from '@stricli/core'

import {
  type IdentityCheck,
  identityChecks,
  type InquiryClass,
  inquiryClasses,
} from '../../../core/inquiries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { withoutSecret } from './list.ts'
import { requireCase } from './mail-entrance.ts'
import {
  acting,
  type InquiryFlags,
  inquiryFlags,
  openInquiries,
  personFlag,
  referenceFlag,
} from './open-inquiries.ts'

interface ClassFlags extends InquiryFlags {
  readonly reference: string
  readonly class?: InquiryClass
  readonly identity?: IdentityCheck
  readonly case?: string
  readonly person?: string
}

export const inquiryClass = buildCommand<ClassFlags, [], AnlaufContext>({
  docs: {
    brief: 'Say what an inquiry is, and how somebody was recognised',
    fullDescription:
      '"security" is the attacker: set aside, never answered; it goes to security and the police. Taking it back starts no new time. --identity records by what the person was recognised, before anything about one customer is said.',
  },
  parameters: {
    flags: {
      ...inquiryFlags,
      reference: referenceFlag,
      class: { kind: 'enum', values: inquiryClasses, optional: true, brief: 'What it is' },
      identity: {
        kind: 'enum',
        values: identityChecks,
        optional: true,
        brief: 'How the person was recognised',
      },
      case: {
        ...caseFlag,
        optional: true,
        brief: 'Whose it is, when it came while an incident and an exercise were open',
      },
      person: personFlag,
    },
  },
  async func(flags) {
    const { reference, class: ofClass, identity, case: caseId, person } = flags
    if (ofClass === undefined && identity === undefined && caseId === undefined) {
      throw new AnlaufError('input-invalid', 'Nothing is said of the inquiry.', {
        hint: 'Give --class, --identity or --case.',
      })
    }
    await using open = await openInquiries(this, flags)
    const by = acting(this, person)
    if (caseId !== undefined) await requireCase(this, open.database, caseId)
    const assigned =
      caseId === undefined ? undefined : await open.desk.decide(reference, { command: 'assign', caseId }, by)
    const classified =
      ofClass === undefined
        ? undefined
        : await open.desk.decide(reference, { command: 'classify', class: ofClass }, by)
    const identified =
      identity === undefined
        ? undefined
        : await open.desk.decide(reference, { command: 'identify', how: identity }, by)
    const changed = identified ?? classified ?? assigned
    if (flags.json)
      return printJson(this, changed === undefined ? { reference, changed: false } : withoutSecret(changed))
    printLines(this, [
      changed === undefined
        ? `${reference} was that already.`
        : `${reference} is ${changed.class}, ${changed.state}.`,
    ])
  },
})
