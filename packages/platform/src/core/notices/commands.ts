import type { Estate } from '../estate/index.ts'
import type { Notice } from './notice.ts'
import type { CallOutcome, MailOutcome } from './notice-events.ts'

export interface NoticeCircumstances {
  readonly estate: Estate
  readonly now: Date
}

/** What somebody, or time, wants of the notices. */
export type NoticeCommand =
  | { readonly command: 'draft'; readonly notice: Notice }
  | {
      readonly command: 'approve'
      readonly notice: string
      readonly contentHash: string
      readonly person: string
      readonly signature: string
    }
  | { readonly command: 'send'; readonly notice: string }
  /** The spool says what became of mails. */
  | { readonly command: 'settle'; readonly notice: string; readonly outcomes: readonly MailOutcome[] }
  | {
      readonly command: 'stop'
      readonly notice: string
      readonly held: number
      readonly underway: number
      readonly gone: number
    }
  | { readonly command: 'resume'; readonly notice: string; readonly resumed: number }
  /** Time went by: who was silent for too long is called. */
  | { readonly command: 'tick' }
  | {
      readonly command: 'call'
      readonly notice: string
      readonly recipient: string
      readonly outcome: CallOutcome
      readonly caller: string
      readonly calledAt: string
      /** SHA-256 of the code that was read back; whoever holds the code checked it. */
      readonly codeProof?: string
    }
  | {
      readonly command: 'receive'
      readonly notice: string
      readonly recipient: string
      readonly by: 'link' | 'letter'
      readonly receivedAt: string
      readonly proof: string
    }
  /** A receipt does not prove what it seemed to: the recipient is called. */
  | {
      readonly command: 'void'
      readonly notice: string
      readonly recipient: string
      readonly person: string
      readonly reason: string
    }
