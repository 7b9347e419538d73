import { AnlaufError } from '../failure.ts'
import { isGenuine, type Signature } from '../updates/index.ts'
import { checkNotice } from './check-notice.ts'
import type { NoticeCircumstances, NoticeCommand } from './commands.ts'
import { decideCall } from './decide-call.ts'
import { decideSend } from './decide-send.ts'
import {
  isLinkSpent,
  noticeContent,
  noticeApprovals,
  type NoticeDesk,
  type NoticeState,
} from './notice-desk.ts'
import type { NoticeEvent } from './notice-events.ts'
import { noticeHash } from './notice.ts'
import { foundWrong, noticeNamed, notFound, refusal } from './refusals.ts'
import { callDue, silentOnes } from './call-tasks.ts'

type Of<Name extends NoticeCommand['command']> = Extract<NoticeCommand, { readonly command: Name }>

/** The events of a command; what is known already makes none. Throws `input-invalid`, `not-found` or `gate-closed`. Pure. */
export function decideNotices(
  desk: NoticeDesk,
  command: NoticeCommand,
  circumstances: NoticeCircumstances,
): readonly NoticeEvent[] {
  switch (command.command) {
    case 'draft':
      return draft(desk, command, circumstances)
    case 'approve':
      return approve(desk, command, circumstances)
    case 'send':
      return decideSend(desk, noticeNamed(desk, command.notice), circumstances)
    case 'settle':
      return settle(noticeNamed(desk, command.notice), command)
    case 'stop': {
      const { held, underway, gone } = command
      const { notice } = noticeNamed(desk, command.notice)
      return [{ type: 'notice.stopped', notice, held, underway, gone }]
    }
    case 'resume': {
      const { notice, stoppedAt } = noticeNamed(desk, command.notice)
      return stoppedAt === undefined && command.resumed === 0
        ? []
        : [{ type: 'notice.resumed', notice, resumed: command.resumed }]
    }
    case 'tick':
      return [...desk.notices.values()].flatMap((notice) =>
        callDue(notice, 'no-acknowledgement', silentOnes(notice, circumstances.now)),
      )
    case 'call':
      return decideCall(noticeNamed(desk, command.notice), command, circumstances.now)
    case 'receive':
      return receive(noticeNamed(desk, command.notice), command)
    case 'void':
      return voided(noticeNamed(desk, command.notice), command)
  }
}

function draft(
  desk: NoticeDesk,
  { notice }: Of<'draft'>,
  { estate }: NoticeCircumstances,
): readonly NoticeEvent[] {
  if (desk.case.status !== 'declared') {
    throw new AnlaufError('gate-closed', 'The case is not open.', {
      hint: 'Notices belong to a case that is declared and not closed.',
    })
  }
  if (desk.notices.get(notice.notice)?.sentAt !== undefined) {
    throw refusal(
      `"${notice.notice}" went out; nothing that went out is edited.`,
      'Write a new one under another name.',
    )
  }
  const findings = checkNotice(notice, estate, desk.case)
  if (findings.length > 0) throw foundWrong(notice.notice, findings)
  return [{ type: 'notice.drafted', ...notice }]
}

function approve(
  desk: NoticeDesk,
  { notice: name, contentHash, person, signature }: Of<'approve'>,
  { now }: NoticeCircumstances,
): readonly NoticeEvent[] {
  const notice = noticeNamed(desk, name)
  if (notice.sentAt !== undefined) throw refusal(`"${name}" went out already.`, 'Nothing has to be signed.')
  if (contentHash !== noticeHash(desk.case.id, noticeContent(notice))) {
    throw refusal('What was looked at is not what the notice says now.', 'Read it anew, then sign.')
  }
  const approver = desk.case.approvers.get(person)
  if (approver === undefined) {
    throw refusal(
      `${person} is not registered as approver.`,
      `Registered: ${[...desk.case.approvers.keys()].join(', ') || 'nobody yet'}. Register with "anlauf case approver".`,
    )
  }
  const { role, keyId } = approver
  const signed: Signature = { person, role, keyId, contentHash, signature }
  if (!isGenuine(desk.case, 'notice', name, signed)) {
    throw refusal(`The signature is not that of ${person}.`, 'Sign with the registered key.')
  }
  if (noticeApprovals(desk, notice, now).some((one) => one.person === person || one.keyId === keyId)) {
    throw refusal(
      `${person}, or the same key, approved it already.`,
      'A second person with an own key has to approve.',
    )
  }
  return [{ type: 'notice.approved', notice: name, ...signed }]
}

/** Only what is new of the mails; a mail that ended as a call puts its recipient on the list. */
function settle(notice: NoticeState, { outcomes }: Of<'settle'>): readonly NoticeEvent[] {
  const news = outcomes.filter(({ recipient, state, reply }) => {
    const known = notice.recipients.get(recipient)
    return known !== undefined && (known.mail?.state !== state || known.mail.reply !== reply)
  })
  if (news.length === 0) return []
  const calls = Map.groupBy(
    news.filter(({ state }) => state === 'call-task'),
    ({ reason }) => reason,
  )
  return [
    { type: 'notice.delivered', notice: notice.notice, outcomes: news },
    ...[...calls].flatMap(([reason, list]) =>
      callDue(
        notice,
        causeOf(reason),
        list.map(({ recipient }) => recipient),
      ),
    ),
  ]
}

function causeOf(reason: string | undefined) {
  const causes = ['bounced', 'policy-refused', 'expired', 'unknown-outcome'] as const
  return causes.find((one) => one === reason) ?? 'bounced'
}

function receive(notice: NoticeState, command: Of<'receive'>): readonly NoticeEvent[] {
  const { recipient, by, receivedAt, proof } = command
  const known = notice.recipients.get(recipient)
  if (known === undefined) throw notFound(recipient)
  if (known.receipt !== undefined || (by === 'link' && isLinkSpent(known))) return []
  return [
    {
      type: 'notice.received',
      notice: notice.notice,
      tenant: known.tenant,
      recipient,
      by,
      receivedAt,
      proof,
    },
  ]
}

function voided(
  { notice, recipients }: NoticeState,
  { recipient, person, reason }: Of<'void'>,
): readonly NoticeEvent[] {
  const known = recipients.get(recipient)
  if (known === undefined) throw notFound(recipient)
  if (known.receipt === undefined) {
    throw refusal(
      `${recipient} has proved nothing.`,
      'There is no receipt to void; see "anlauf notice show".',
    )
  }
  if (reason.trim() === '') {
    throw refusal('A receipt is not voided without a reason.', 'Say what happened with --reason.')
  }
  return [{ type: 'notice.voided', notice, tenant: known.tenant, recipient, person, reason }]
}
