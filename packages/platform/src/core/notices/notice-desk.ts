import { approvalsOf, type CaseState, initialCase } from '../case/index.ts'
import type { MailState } from '../deliveries/index.ts'
import { hasPair, type Signature, type Signer } from '../updates/index.ts'
import { type Notice, noticeHash } from './notice.ts'
import type { CallOutcome } from './notice-events.ts'
import type { CallCause } from '../messages/index.ts'
import type { PlannedRecipient } from './plan-recipients.ts'

/** One recipient of a notice that went out. */
export interface RecipientState extends PlannedRecipient {
  readonly sentAt: string
  readonly mail?: {
    readonly state: MailState
    readonly reason?: string
    readonly reply?: string
    readonly at: string
  }
  /** A person has to call, since when and why; tries in their order. */
  readonly call?: {
    readonly because: CallCause
    readonly since: string
    readonly tries: readonly {
      readonly outcome: CallOutcome
      readonly caller: string
      readonly calledAt: string
    }[]
  }
  readonly receipt?: {
    readonly by: ReceiptWay
    readonly receivedAt: string
    readonly proof: string
  }
  /** Ways whose receipt was taken back once. */
  readonly voided?: readonly ReceiptWay[]
}

export type ReceiptWay = 'link' | 'call' | 'letter'

/**
 * A link that proved nothing once proves nothing later: whoever followed it in the recipient's place still has it. A code
 * is said anew in every call, and a letter is signed for anew: those two can still prove.
 */
export function isLinkSpent({ voided }: RecipientState): boolean {
  return voided?.includes('link') === true
}

export interface NoticeState extends Notice {
  readonly approvals: readonly Signature[]
  /** Set when it went out; its content is fixed from then on. */
  readonly sentAt?: string
  readonly sentHash?: string
  /** Set while a person keeps its mails back. */
  readonly stoppedAt?: string
  readonly recipients: ReadonlyMap<string, RecipientState>
}

/** The notices of a case. */
export interface NoticeDesk {
  readonly case: CaseState
  readonly notices: ReadonlyMap<string, NoticeState>
}

export function initialNotices(caseId: string): NoticeDesk {
  return { case: initialCase(caseId), notices: new Map() }
}

/** Who lets a notice out: one who answers for data protection, one who knows what was found. */
export const noticeRoles = { law: ['dpo'], findings: ['forensics'] } as const

/** Signatures that count for the notice as it reads now; revoked keys and ended requests count no more. */
export function noticeApprovals(desk: NoticeDesk, notice: NoticeState, now: Date): readonly Signer[] {
  const hash = noticeHash(desk.case.id, noticeContent(notice))
  const byFile = notice.approvals.filter(
    ({ contentHash, keyId }) => contentHash === hash && !desk.case.revoked.has(keyId),
  )
  const subject = { kind: 'content', name: notice.notice } as const
  const byPasskey = approvalsOf(desk.case, subject, hash, now.toISOString())
  return [
    ...byFile,
    ...byPasskey.map(({ person, role, keyId }) => ({ person, role, keyId, contentHash: hash })),
  ]
}

export type NoticeStage = 'in review' | 'approved' | 'sent'

export function noticeStage(desk: NoticeDesk, notice: NoticeState, now: Date): NoticeStage {
  if (notice.sentAt !== undefined) return 'sent'
  return mayBeSent(noticeApprovals(desk, notice, now)) ? 'approved' : 'in review'
}

export function mayBeSent(signatures: readonly Signer[]): boolean {
  return hasPair(signatures, noticeRoles.law, noticeRoles.findings)
}

/** Only what was drafted: what the hash is over. */
export function noticeContent(state: NoticeState): Notice {
  const {
    approvals: _approvals,
    sentAt: _sentAt,
    sentHash: _sentHash,
    stoppedAt: _stoppedAt,
    recipients: _recipients,
    ...notice
  } = state
  return notice
}
