import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { mailReports } from '../../../adapters/mail-out/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  callOutcomes,
  type CallOutcome,
  codeProof,
  noticeMailKey,
  proveReceipt,
} from '../../../core/notices/index.ts'
import { pipedText } from '../access/piped-text.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine, parseTime } from '../flags/flag-values.ts'
import { type NoticeFlags, noticeFlags, noticeNameFlag, noticeOf, openNoticeDesk } from '../notice/desk.ts'
import { printJson, printLines } from '../terminal/output.ts'

interface DoneFlags extends NoticeFlags {
  readonly notice: string
  readonly recipient: string
  readonly outcome: CallOutcome
  readonly code?: string
  readonly at?: Date
  readonly person?: string
}

export const callDone = buildCommand<DoneFlags, [], AnlaufContext>({
  docs: {
    brief: 'What came of a call; with the code that was read back it proves receipt',
    fullDescription:
      'Results from paper are typed in later: --at says when the call was. "reached" needs the code that was read back, over standard input: printf %s CODE | anlauf call done … --code -. It is checked against the one of exactly this recipient, so a result cannot slip into the wrong line.',
  },
  parameters: {
    flags: {
      ...noticeFlags,
      notice: noticeNameFlag,
      recipient: {
        kind: 'parsed',
        parse: parseLine,
        brief: 'Who was called, as the list says',
        placeholder: 'tenant/contact',
      },
      outcome: { kind: 'enum', values: callOutcomes, brief: 'What came of it' },
      code: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Only "-": the code that was read back comes over standard input',
        placeholder: '-',
      },
      at: {
        kind: 'parsed',
        parse: parseTime,
        optional: true,
        brief: 'When the call was (default: now)',
        placeholder: 'time',
      },
      person: {
        kind: 'parsed',
        parse: parseLine,
        optional: true,
        brief: 'Who called (default: this account)',
        placeholder: 'name',
      },
    },
  },
  async func(flags) {
    const { notice, recipient, outcome } = flags
    requireDash(flags.code)
    const code =
      flags.code === undefined ? undefined : parseLine(await pipedText(this, { longest: 256, what: 'code' }))
    await using open = await openNoticeDesk(this, flags)
    const by = signature(this, flags.person)
    const place = { case: flags.case, notice, recipient }
    noticeOf(open.session, notice)
    if (code !== undefined && !(await open.proofs.isCode(place, code))) {
      throw new AnlaufError('input-invalid', `This is not the code of ${recipient}.`, {
        hint: 'Compare it with "anlauf call list --json", and the recipient with the line on the paper. Nothing was recorded.',
      })
    }
    const isProved = await proveReceipt(
      open.stores.log,
      open.session,
      {
        command: 'call',
        notice,
        recipient,
        outcome,
        caller: by.actor,
        // The moment by which it is judged: a clock read later would be ahead of it.
        calledAt: flags.at?.toISOString() ?? by.at,
        // Not the code itself: it stays valid for whoever calls the next time.
        ...(code !== undefined && outcome === 'reached' && { codeProof: codeProof(place) }),
      },
      by,
    )
    if (isProved) await mailReports(open.database).acknowledge(noticeMailKey(flags.case, notice, recipient))
    if (flags.json) return printJson(this, { ...place, outcome, proved: isProved })
    printLines(this, [
      isProved
        ? `${printName(recipient)} has the notice, with proof.`
        : `Recorded: ${outcome}. ${printName(recipient)} stays on the call list.`,
    ])
  },
})

/** A code opens the proof of a receipt: it stands on no command line. */
function requireDash(code: string | undefined): void {
  if (code === undefined || code === '-') return
  throw new AnlaufError('input-invalid', 'A code on the command line is seen by everybody on the machine.', {
    hint: 'Pipe it in: printf %s CODE | anlauf call done … --code -. Nothing was recorded.',
  })
}
