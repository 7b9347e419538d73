import type { Role } from '../../emergency-plan/index.ts'
import type { Roster } from '../roster/roster.ts'
import type { ChannelOutcome } from './alarm-events.ts'

/** What somebody wants to happen with the people of a case. */
export type AlarmCommand =
  | { readonly command: 'takeRoster'; readonly roster: Roster; readonly person: string }
  | {
      readonly command: 'raiseAlarm'
      readonly reason: string
      /** Those that the plan gives work to, or that anybody has, where not given. */
      readonly roles?: readonly Role[]
      readonly person: string
    }
  /** Tells the others of a person who asks to hold a gate open alone; once for each request. Nobody asks: no events. */
  | { readonly command: 'alarmOverrides' }
  /** Claims every call that is due; whoever gets the events makes the calls. Nothing is due: no events. */
  | { readonly command: 'callDue' }
  | {
      readonly command: 'reportCall'
      readonly alarm: string
      readonly call: number
      readonly outcomes: readonly ChannelOutcome[]
    }
  | { readonly command: 'acknowledge'; readonly person: string; readonly recordedBy: string }
  | { readonly command: 'endAlarm'; readonly reason: string; readonly person: string }
  | {
      readonly command: 'takeRole'
      readonly role: Role
      readonly person: string
      readonly recordedBy: string
    }
  | {
      readonly command: 'handOver'
      readonly role: Role
      readonly to: string
      readonly summary: string
      readonly recordedBy: string
    }
