import type { NoticeEvent } from './notice-events.ts'
import type { CallCause } from '../messages/index.ts'
import type { NoticeDesk, NoticeState, RecipientState } from './notice-desk.ts'

/** Somebody who has to be called. */
export interface CallTask extends RecipientState {
  readonly notice: string
  readonly call: NonNullable<RecipientState['call']>
  /** Nobody of this customer has proved receipt yet: these first. */
  readonly isFirstOfTenant: boolean
}

/**
 * Everybody who has to be called now: customers of whom nobody is reached first, then who waits longest; who was tried
 * comes after who was not.
 */
export function callTasks(desk: NoticeDesk): readonly CallTask[] {
  return [...desk.notices.values()]
    .flatMap((notice) => {
      const all = [...notice.recipients.values()]
      const proved = new Set(all.flatMap(({ receipt, tenant }) => (receipt === undefined ? [] : [tenant])))
      return all.flatMap((one): readonly CallTask[] =>
        one.call === undefined || one.receipt !== undefined
          ? []
          : [{ ...one, call: one.call, notice: notice.notice, isFirstOfTenant: !proved.has(one.tenant) }],
      )
    })
    .toSorted(
      (a, b) =>
        Number(b.isFirstOfTenant) - Number(a.isFirstOfTenant) ||
        a.call.tries.length - b.call.tries.length ||
        compare(a.call.since, b.call.since) ||
        compare(a.recipient, b.recipient),
    )
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** Puts recipients on the call list, those who are not on it and have proved nothing. */
export function callDue(
  notice: NoticeState,
  because: CallCause,
  recipients: readonly string[],
  { all = false }: { readonly all?: boolean } = {},
): readonly NoticeEvent[] {
  const due = all
    ? recipients
    : recipients.filter((recipient) => {
        const known = notice.recipients.get(recipient)
        return known !== undefined && known.call === undefined && known.receipt === undefined
      })
  return due.length === 0 ? [] : [{ type: 'notice.callDue', notice: notice.notice, because, recipients: due }]
}

/** Who got the mail, as far as the relay knows, and has said nothing for as long as the notice allows. */
export function silentOnes({ recipients, ackHours }: NoticeState, now: Date): readonly string[] {
  const since = now.getTime() - ackHours * 3_600_000
  return [...recipients.values()]
    .filter(
      ({ way, call, receipt, mail, sentAt }) =>
        way === 'mail' &&
        call === undefined &&
        receipt === undefined &&
        Date.parse(mail?.at ?? sentAt) <= since,
    )
    .map(({ recipient }) => recipient)
}
