import type { NoticeCommand } from './commands.ts'
import type { NoticeState } from './notice-desk.ts'
import type { NoticeEvent } from './notice-events.ts'
import { notFound, refusal } from './refusals.ts'

/**
 * What a call changes: a try on the list, and with the code that was read back the proof of receipt. Results can be
 * typed in later, from paper; the same one twice changes nothing.
 */
export function decideCall(
  notice: NoticeState,
  command: Extract<NoticeCommand, { readonly command: 'call' }>,
  now: Date,
): readonly NoticeEvent[] {
  const { recipient, outcome, caller, calledAt, codeProof } = command
  const known = notice.recipients.get(recipient)
  if (known === undefined) throw notFound(recipient)
  if (Date.parse(calledAt) > now.getTime()) {
    throw refusal(`${calledAt} has not come yet.`, 'Give the time of the call, with zone.')
  }
  if (Date.parse(calledAt) < Date.parse(known.sentAt)) {
    throw refusal(`${calledAt} is before the notice went out.`, 'Give the time of the call, with zone.')
  }
  if (outcome === 'reached' && codeProof === undefined) {
    throw refusal(
      'Somebody was reached, but no code was read back.',
      'Give the code with --code. Without one nothing is proved: record "callback" and call again.',
    )
  }
  const tries = known.call?.tries ?? []
  if (tries.some((one) => one.calledAt === calledAt && one.outcome === outcome && one.caller === caller))
    return []
  const tried: NoticeEvent = {
    type: 'notice.called',
    notice: notice.notice,
    tenant: known.tenant,
    recipient,
    outcome,
    caller,
    calledAt,
  }
  if (codeProof === undefined || known.receipt !== undefined) return [tried]
  return [
    tried,
    {
      type: 'notice.received',
      notice: notice.notice,
      tenant: known.tenant,
      recipient,
      by: 'call',
      receivedAt: calledAt,
      proof: codeProof,
    },
  ]
}
