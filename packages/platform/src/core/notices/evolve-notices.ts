import { type CaseEvent, evolve } from '../case/index.ts'
import { isGenuine } from '../updates/index.ts'
import {
  noticeContent,
  mayBeSent,
  noticeApprovals,
  type NoticeDesk,
  type NoticeState,
  type RecipientState,
} from './notice-desk.ts'
import type { NoticeEvent } from './notice-events.ts'
import { noticeHash } from './notice.ts'

/**
 * The notices after an event of the case or their own. Believes only what is signed; never refuses. `inPlace` changes the
 * recipients of `desk` itself, for whoever keeps none of the desks before: five thousand receipts, each with a copy of
 * all, took three seconds of every command.
 */
export function evolveNotices(
  desk: NoticeDesk,
  event: CaseEvent | NoticeEvent,
  at: string,
  { inPlace = false }: { readonly inPlace?: boolean } = {},
): NoticeDesk {
  return isOwn(event) ? evolveOwn(desk, event, at, inPlace) : { ...desk, case: evolve(desk.case, event, at) }
}

function isOwn(event: CaseEvent | NoticeEvent): event is NoticeEvent {
  return event.type.startsWith('notice.')
}

function evolveOwn(desk: NoticeDesk, event: NoticeEvent, at: string, inPlace: boolean): NoticeDesk {
  const withRecipients = (
    notice: NoticeState,
    changes: readonly (readonly [string, Partial<RecipientState>])[],
  ): NoticeDesk => withNotice(desk, { ...notice, recipients: changed(notice.recipients, changes, inPlace) })
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
      const recipients = new Map(state.recipients)
      for (const one of event.recipients) recipients.set(one.recipient, { ...one, sentAt: at })
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
  }
}

function changed(
  before: ReadonlyMap<string, RecipientState>,
  changes: readonly (readonly [string, Partial<RecipientState>])[],
  inPlace: boolean,
): ReadonlyMap<string, RecipientState> {
  const recipients =
    inPlace && before instanceof Map ? (before as Map<string, RecipientState>) : new Map(before)
  for (const [recipient, change] of changes) {
    const known = recipients.get(recipient)
    if (known !== undefined) recipients.set(recipient, { ...known, ...change })
  }
  return recipients
}

function withNotice(desk: NoticeDesk, notice: NoticeState): NoticeDesk {
  return { ...desk, notices: new Map(desk.notices).set(notice.notice, notice) }
}
