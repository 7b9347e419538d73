/**
 * A: statutory and contract notices, one by one, escalated to the phone. B: subscribed updates. C: confirmations and
 * other answers of machines.
 */
export type MailClass = 'A' | 'B' | 'C'

export const mailStates = [
  'queued',
  'held',
  'sent',
  'accepted',
  'delivered',
  'delayed',
  'bounced',
  'policy-refused',
  'acknowledged',
  'call-task',
  'failed',
] as const
export type MailState = (typeof mailStates)[number]

/**
 * How long a relay may be away or say "later". Class A: then a person calls, and 68 of the customer's 72 hours are
 * left. A confirmation of a subscription is worth nothing after half a day.
 */
export const giveUpHours: Readonly<Record<MailClass, number>> = { A: 4, B: 24, C: 12 }

/** Nothing more happens to it by itself. An accepted mail can still bounce, or be acknowledged. */
export function isFinal(state: MailState): boolean {
  return ['bounced', 'policy-refused', 'acknowledged', 'call-task', 'failed'].includes(state)
}
