import type { Content } from './identity-events.ts'
import type { EventOf } from './events.ts'

/**
 * What people can take upon themselves when a gate cannot be satisfied in time. Never that files are other than
 * recorded, nor any verdict of a scanner: what is infected, or was not judged, goes through no gate.
 */
export const skippable = ['isolation', 'rules', 'secondPerson'] as const
export type Skippable = (typeof skippable)[number]

/** Longest time that a gate stays open by hand. */
export const maxOverrideMs = 4 * 60 * 60 * 1000
/** How long a request waits for a second person before one alone counts; everybody can see it meanwhile, and object. */
export const aloneAfterMs = 15 * 60 * 1000

/** A manual override, as a request carries it: the unit's facts, what is skipped, until when. */
export interface OverrideContent {
  readonly facts: string
  readonly skips: readonly Skippable[]
  readonly until: string
  /** One person, because nobody else could be reached. */
  readonly alone?: true
}

export function overrideContentOf(content: Content | undefined): OverrideContent | undefined {
  const { facts, skips, until, alone } = content ?? {}
  const isFormed =
    typeof facts === 'string' &&
    Array.isArray(skips) &&
    skips.length > 0 &&
    skips.every((skip: string) => (skippable as readonly string[]).includes(skip)) &&
    typeof until === 'string' &&
    isInstant(until) &&
    (alone === undefined || alone === true)
  return isFormed ? (content as unknown as OverrideContent) : undefined
}

/** A gate that people hold open, as everybody is shown it: the statement of operators, not a proof. */
export type Override = Omit<EventOf<'override.recorded'>, 'type'> & { readonly at: string }

/** True while it holds for exactly these facts. Without a moment nothing by hand holds. */
export function holdsAt(override: Override | undefined, facts: string, at: string): override is Override {
  return (
    override !== undefined &&
    at !== '' &&
    override.facts === facts &&
    override.at <= at &&
    at < override.until
  )
}

/** UTC with milliseconds, as the log has it: such times compare as text. */
export function isInstant(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text))
}
