import type { Role } from '../../emergency-plan/index.ts'

export const channelKinds = ['mobile', 'phone', 'mail', 'webhook', 'letter'] as const
export type ChannelKind = (typeof channelKinds)[number]

/** A way to a person. `to` never enters the evidence. */
export interface Channel {
  readonly kind: ChannelKind
  readonly to: string
}

export interface RosterPerson {
  /** Short and the same for ever: the evidence keeps it. */
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
  /** Roles that the person takes when their holder is not reached. */
  readonly deputyFor: readonly Role[]
  readonly languages: readonly ('de' | 'en')[]
  readonly passkeys: number
  readonly channels: readonly Channel[]
}

/** Who is called, how, and how long is waited. Hours, as everywhere; minutes are fractions. */
export interface Roster {
  /** What is ours: a mailbox there falls with the attack. */
  readonly houseDomains: readonly string[]
  /** Date of the last print. */
  readonly printed?: string
  readonly timers: {
    /** Until the deputy is called too. */
    readonly deputyHours: number
    /** Until everybody of a role is called at once, by every channel. */
    readonly allHours: number
    /** Until the management hears that a role is empty. */
    readonly managementHours: number
  }
  /** Where the messages of an exercise go; without it they stay in the outbox. */
  readonly exerciseMail?: string
  readonly people: readonly RosterPerson[]
}

/** Who is called for a role, in this order: its holders, then its deputies, as the file has them. */
export function chainOf(
  people: readonly Pick<RosterPerson, 'id' | 'roles' | 'deputyFor'>[],
  role: Role,
): readonly string[] {
  const holders = people.filter(({ roles }) => roles.includes(role))
  const deputies = people.filter((person) => person.deputyFor.includes(role) && !holders.includes(person))
  return [...holders, ...deputies].map(({ id }) => id)
}
