import type { MailClass, MailState } from './mail-class.ts'

/** What is known after an attempt. */
export type Answer =
  | { readonly kind: 'accepted'; readonly reply: string }
  /** The relay refused this recipient or this mail: its code, with the enhanced one where it gave one. */
  | { readonly kind: 'refused'; readonly code: number; readonly enhanced?: string }
  /** Nothing of the mail was on the wire. `why` is a word of ours. */
  | { readonly kind: 'not-reached'; readonly why: string }
  /** The mail was on the wire and no answer came. */
  | { readonly kind: 'unknown' }

/** Where a mail stands when its answer comes. */
export interface Way {
  readonly class: MailClass
  readonly attempts: number
  readonly giveUpAt: Date
  readonly alternates: readonly string[]
}

/** What a mail becomes. `retryAt` is set where it is queued again, `address` where it then goes elsewhere. */
export interface Step {
  readonly state: MailState
  readonly reason?: 'bounced' | 'policy-refused' | 'expired' | 'unknown-outcome' | 'not-reached'
  readonly reply?: string
  readonly retryAt?: Date
  readonly address?: string
}

/** What an answer makes of a mail; RFC 5321 codes, RFC 3463 enhanced codes. Pure. */
export function afterAnswer(way: Way, answer: Answer, now: Date): Step {
  switch (answer.kind) {
    case 'accepted':
      return { state: 'accepted', reply: answer.reply }
    case 'not-reached':
      return later(way, now, { reason: 'not-reached', reply: answer.why })
    case 'unknown':
      return way.class === 'A'
        ? { state: 'call-task', reason: 'unknown-outcome' }
        : later(way, now, { reason: 'unknown-outcome' })
    case 'refused':
      return refused(way, answer, now)
  }
}

function refused(way: Way, { code, enhanced = '' }: Extract<Answer, { kind: 'refused' }>, now: Date): Step {
  const reply = enhanced === '' ? String(code) : `${code} ${enhanced}`
  if (code < 500) return later(way, now, { reply })
  const reason = enhanced.startsWith('5.7.') ? 'policy-refused' : 'bounced'
  const [address] = way.alternates
  if (reason === 'policy-refused' && address !== undefined) {
    return { state: 'queued', reason, reply, retryAt: now, address }
  }
  return way.class === 'A' ? { state: 'call-task', reason, reply } : { state: reason, reason, reply }
}

function later(way: Way, now: Date, because: Pick<Step, 'reason' | 'reply'>): Step {
  const retryAt = new Date(now.getTime() + pauseMs(way.attempts))
  if (retryAt <= way.giveUpAt) return { state: 'queued', ...because, retryAt }
  const { reply } = because
  const end = { reason: 'expired', ...(reply !== undefined && { reply }) } as const
  return way.class === 'A' ? { state: 'call-task', ...end } : { state: 'failed', ...end }
}

/** 1, 2, 4, 8 and then every 15 minutes: greylisting lets a mail pass after five, as a rule. */
function pauseMs(attempts: number): number {
  return Math.min(2 ** Math.max(0, attempts - 1), 15) * 60_000
}
