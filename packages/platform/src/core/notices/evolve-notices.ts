import { type CaseEvent, type CaseState, evolve, inBatch, put } from '../case/index.ts'
import type { Entry } from '../evidence/index.ts'
import { isGenuine } from '../updates/index.ts'
import {
  noticeContent,
  mayBeSent,
  noticeApprovals,
  type NoticeDesk,
  type NoticeState,
  type RecipientState,
} from './notice-desk.ts'
import { type NoticeEvent, noticeEventOf } from './notice-events.ts'
import { noticeHash } from './notice.ts'

/** The notices after an event of the case or their own. Believes only what is signed; never refuses. */
export function evolveNotices(desk: NoticeDesk, event: CaseEvent | NoticeEvent, at: string): NoticeDesk {
  return isOwn(event) ? evolveOwn(desk, event, at) : { ...desk, case: evolve(desk.case, event, at) }
}

/** The notices after one more entry, for whoever keeps the case anyway; `before` is the case before that entry. */
export function noticesAfter(desk: NoticeDesk, entry: Entry, before: CaseState): NoticeDesk {
  const event = noticeEventOf(entry)
  return event === undefined ? desk : evolveNotices({ ...desk, case: before }, event, entry.at)
}

function isOwn(event: CaseEvent | NoticeEvent): event is NoticeEvent {
  return event.type.startsWith('notice.')
}

function evolveOwn(desk: NoticeDesk, event: NoticeEvent, at: string): NoticeDesk {
  const withRecipients = (notice: NoticeState, changes: readonly Change[]): NoticeDesk =>
    withNotice(desk, { ...notice, recipients: changed(notice.recipients, changes) })
  const state = desk.notices.get(event.notice)
  if (event.type === 'notice.drafted') {
    if (state?.sentAt !== undefined) return desk
    const { type: _type, ...notice } = event
    return withNotice(desk, { ...notice, approvals: state?.approvals ?? [], recipients: new Map() })
  }
  if (state === undefined) return desk
  switch (event.type) {
    case 'notice.approved': {
      const { type: _type, notice, ...signed } = event
      if (!isGenuine(desk.case, 'notice', notice, signed)) return desk
      return withNotice(desk, { ...state, approvals: [...state.approvals, signed] })
    }
    case 'notice.sent': {
      const isOurs =
        event.contentHash === noticeHash(desk.case.id, noticeContent(state)) &&
        (state.sentHash === event.contentHash || mayBeSent(noticeApprovals(desk, state, new Date(at))))
      if (!isOurs) return desk
      const recipients = inBatch(() =>
        event.recipients.reduce(
          (known, one) => put(known, one.recipient, { ...one, sentAt: at }),
          state.recipients,
        ),
      )
      return withNotice(desk, {
        ...state,
        sentAt: state.sentAt ?? at,
        sentHash: event.contentHash,
        recipients,
      })
    }
    case 'notice.delivered':
      return withRecipients(
        state,
        event.outcomes.map(({ recipient, ...mail }) => [recipient, { mail: { ...mail, at } }]),
      )
    case 'notice.callDue': {
      const call = { because: event.because, since: at, tries: [] }
      return withRecipients(
        state,
        event.recipients.map((recipient) => [recipient, { call }]),
      )
    }
    case 'notice.stopped':
      return withNotice(desk, { ...state, stoppedAt: state.stoppedAt ?? at })
    case 'notice.resumed': {
      const { stoppedAt: _stoppedAt, ...rest } = state
      return withNotice(desk, rest)
    }
    case 'notice.called': {
      const { outcome, caller, calledAt, recipient } = event
      const before = state.recipients.get(recipient)?.call ?? {
        because: 'no-acknowledgement' as const,
        since: at,
        tries: [],
      }
      const tries = [...before.tries, { outcome, caller, calledAt }]
      return withRecipients(state, [[recipient, { call: { ...before, tries } }]])
    }
    case 'notice.received': {
      const { by, receivedAt, proof, recipient } = event
      // The first proof counts: a link that is pressed again proves nothing new.
      if (state.recipients.get(recipient)?.receipt !== undefined) return desk
      return withRecipients(state, [[recipient, { receipt: { by, receivedAt, proof } }]])
    }
    case 'notice.voided': {
      const known = state.recipients.get(event.recipient)
      if (known?.receipt === undefined) return desk
      const call = known.call ?? { because: 'no-acknowledgement' as const, since: at, tries: [] }
      const voided = [...new Set([...(known.voided ?? []), known.receipt.by])]
      return withRecipients(state, [[event.recipient, { receipt: undefined, call, voided }]])
    }
  }
}

function changed(
  before: ReadonlyMap<string, RecipientState>,
  changes: readonly Change[],
): ReadonlyMap<string, RecipientState> {
  return inBatch(() =>
    changes.reduce((recipients, [recipient, change]) => {
      const known = recipients.get(recipient)
      return known === undefined ? recipients : put(recipients, recipient, changedBy(known, change))
    }, before),
  )
}

function changedBy(known: RecipientState, change: Change[1]): RecipientState {
  const { receipt, ...rest } = { ...known, ...change }
  return receipt === undefined ? rest : { ...rest, receipt }
}

/** A recipient, and what is another with it; a receipt can go. */
type Change = readonly [
  string,
  Partial<Omit<RecipientState, 'receipt'>> & { readonly receipt?: RecipientState['receipt'] | undefined },
]

function withNotice(desk: NoticeDesk, notice: NoticeState): NoticeDesk {
  return { ...desk, notices: new Map(desk.notices).set(notice.notice, notice) }
}
