import type { Role } from '../../emergency-plan/index.ts'
import type { Channel, RosterPerson } from '../roster/roster.ts'
import type { ChannelOutcome } from './alarm-events.ts'

/** Stands above everything that an exercise says. */
export const exerciseMark = 'ÜBUNG / EXERCISE'

/** What an alarm says to one person. Names no customer and no system: it may be read on a locked screen. */
export interface AlarmMessage {
  readonly subject: string
  readonly text: string
}

export function alarmMessage({
  caseId,
  title,
  reason,
  role,
  person,
  exercise,
  isOverride = false,
}: {
  readonly caseId: string
  readonly title: string
  readonly reason: string
  readonly role: Role
  readonly person: Pick<RosterPerson, 'id' | 'languages'>
  readonly exercise: boolean
  /** It tells of a person who asks to hold a gate open alone. */
  readonly isOverride?: boolean
}): AlarmMessage {
  const parts = (person.languages.length === 0 ? (['de'] as const) : person.languages).map((language) =>
    words[language](caseId, title, isOverride ? overrideWords[language] : reason, role, person.id),
  )
  const mark = exercise ? `*** ${exerciseMark} ***` : undefined
  const lines = [
    ...(mark === undefined ? [] : [mark, '']),
    parts.join('\n\n'),
    ...(mark === undefined ? [] : ['', mark]),
  ]
  const subject = `${exercise ? `[${exerciseMark}] ` : ''}Alarm: ${title} (${role})`
  return { subject: oneLine(subject), text: `${lines.join('\n')}\n` }
}

const words = {
  de: (caseId: string, title: string, reason: string, role: string, id: string) =>
    `Sie werden gebraucht, als: ${role}\nFall: ${title} (${caseId})\nGrund: ${reason}\n\nMelden Sie sich bei der Protokollführung, auf einem Weg außerhalb des Hauses.\nSie trägt ein: anlauf case acknowledge --case ${caseId} --person ${id}`,
  en: (caseId: string, title: string, reason: string, role: string, id: string) =>
    `You are needed as: ${role}\nCase: ${title} (${caseId})\nReason: ${reason}\n\nReport to the scribe, by a way outside the house.\nThe scribe enters: anlauf case acknowledge --case ${caseId} --person ${id}`,
}

/** What to do about it stands in it: after 15 minutes one signature is enough. */
const overrideWords = {
  de: 'Eine Person will ein Tor allein öffnen; nach 15 Minuten genügt ihre Unterschrift. Sehen Sie unter „Freigaben“ nach, was sie will: mitzeichnen oder ablehnen.',
  en: 'One person asks to open a gate alone; after 15 minutes that one signature is enough. See under "Approvals" what it is: sign with them, or reject it.',
} as const

/** A title must not become a header line of its own. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 200)
}

/** Where a message goes, or why it does not. */
export type Delivery =
  | { readonly channel: Channel['kind']; readonly to: string }
  | { readonly channel: Channel['kind']; readonly outcome: ChannelOutcome['outcome'] }

/**
 * The ways to a person. In an exercise no real address is among them: mail goes to the mailbox of the exercise, if
 * there is one, and everything else is withheld. This is the only place that turns a channel into an address.
 */
export function deliveriesTo(
  { channels }: Pick<RosterPerson, 'channels'>,
  { exercise, exerciseMail }: { readonly exercise: boolean; readonly exerciseMail?: string },
): readonly Delivery[] {
  return channels.map(({ kind, to }): Delivery => {
    const isSent = kind === 'mail' || kind === 'webhook'
    if (!exercise) return isSent ? { channel: kind, to } : { channel: kind, outcome: 'by-hand' }
    if (kind === 'mail' && exerciseMail !== undefined) return { channel: kind, to: exerciseMail }
    return { channel: kind, outcome: 'withheld' }
  })
}
