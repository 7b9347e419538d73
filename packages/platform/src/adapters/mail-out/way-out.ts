import { exerciseMark } from '../../core/response/index.ts'
import type { MailSetup, Relay } from './mail-setup.ts'

interface Leaving {
  readonly exercise: boolean
  readonly recipient: string
  readonly subject: string
  readonly body: string
}

/** Where a mail goes and what it says there. */
export interface WayOut {
  readonly relay: Relay
  readonly to: string
  readonly subject: string
  readonly text: string
}

/**
 * The only place that turns a mail into an address and a relay. Mail of an exercise goes to the mailbox of the exercise
 * through its relay and is marked; undefined when there is none: then it goes nowhere.
 */
export function wayOut(mail: Leaving, setup: Pick<MailSetup, 'relay' | 'exercise'>): WayOut | undefined {
  const { subject, body: text } = mail
  if (!mail.exercise) return { relay: setup.relay, to: mail.recipient, subject, text }
  if (setup.exercise === undefined) return undefined
  const mark = `*** ${exerciseMark} ***`
  const isMarked = subject.includes(exerciseMark)
  return {
    relay: setup.exercise.relay,
    to: setup.exercise.mailbox,
    subject: isMarked ? subject : `[${exerciseMark}] ${subject}`,
    text: `${mark}\n\n${text.trimEnd()}\n\n${mark}\n`,
  }
}
