import type { Role } from '../../emergency-plan/index.ts'
import type { ChannelKind } from '../roster/roster.ts'

/** Who carries the case, and how they were called. Numbers and addresses stay in the roster file. */
export type AlarmEvent =
  | {
      readonly type: 'roster.taken'
      /** SHA-256 of the whole roster, addresses included. */
      readonly digest: string
      readonly people: readonly ListedPerson[]
      readonly minutes: { readonly deputy: number; readonly all: number; readonly management: number }
      readonly person: string
    }
  | {
      readonly type: 'alarm.raised'
      readonly alarm: string
      readonly reason: string
      readonly roles: readonly Role[]
      readonly person: string
      /** The override by one person that it tells the others of. */
      readonly request?: string
      /** Whom it is about: not called, and no answer for any role. */
      readonly except?: string
    }
  /** Written before anything is sent: two programs never make the same call. */
  | {
      readonly type: 'alarm.called'
      readonly alarm: string
      readonly call: number
      readonly role: Role
      readonly person: string
      readonly step: AlarmStep
    }
  | {
      readonly type: 'alarm.sent'
      readonly alarm: string
      readonly call: number
      readonly outcomes: readonly ChannelOutcome[]
    }
  | {
      readonly type: 'alarm.acknowledged'
      readonly alarm: string
      readonly person: string
      /** Whoever heard it. */
      readonly recordedBy: string
    }
  | { readonly type: 'alarm.ended'; readonly alarm: string; readonly person: string; readonly reason: string }
  | {
      readonly type: 'role.taken'
      readonly role: Role
      readonly person: string
      readonly recordedBy: string
    }
  | {
      readonly type: 'role.handedOver'
      readonly role: Role
      readonly from: string
      readonly to: string
      /** SHA-256 of the summary that was handed over. */
      readonly summary: string
      readonly recordedBy: string
    }

/** A person as the case knows it. */
export interface ListedPerson {
  readonly id: string
  readonly roles: readonly Role[]
  readonly deputyFor: readonly Role[]
  readonly languages: readonly ('de' | 'en')[]
  readonly passkeys: number
  readonly channels: readonly ChannelKind[]
}

/** The holder · the deputy too · everybody of the role at once · the management. */
export type AlarmStep = 1 | 2 | 3 | 4

export interface ChannelOutcome {
  readonly channel: ChannelKind
  /** `withheld`: an exercise does not reach it. `by-hand`: somebody has to dial. */
  readonly outcome: 'sent' | 'failed' | 'withheld' | 'by-hand'
  readonly detail?: string
}
