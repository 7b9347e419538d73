import { afterAnswer, type Step, type Way } from './after-answer.ts'
import type { MailState } from './mail-class.ts'
import type { BounceMail } from './read-report.ts'

/**
 * What a report makes of a mail that a relay took. Undefined where it changes nothing: the mail was acknowledged, or has
 * ended, or the report says no more than is known. Pure.
 */
export function afterReport(
  way: Way & { readonly state: MailState },
  report: Extract<BounceMail, { kind: 'report' | 'unreadable' }>,
  now: Date,
): Step | undefined {
  // Also "sent": a report about a mail whose answer was lost proves that it was taken.
  if (!['sent', 'accepted', 'delayed', 'delivered'].includes(way.state)) return undefined
  if (report.kind === 'unreadable') {
    return {
      ...afterAnswer({ ...way, alternates: [] }, { kind: 'refused', code: 550 }, now),
      reply: 'a report that cannot be read',
    }
  }
  const { action, status } = report
  switch (action) {
    case 'failed':
      if (status.startsWith('5.'))
        return afterAnswer(way, { kind: 'refused', code: 550, enhanced: status }, now)
      // The relay gave up on a "later" of the other side.
      return { state: way.class === 'A' ? 'call-task' : 'failed', reason: 'expired', reply: status }
    case 'delayed':
      return way.state === 'delayed' ? undefined : { state: 'delayed', reply: status }
    case 'delivered':
      return { state: 'delivered', reply: status }
    case 'relayed':
    case 'expanded':
      return undefined
  }
}
