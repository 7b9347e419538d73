import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** What the log of a relay proves about one mail. `never-seen`: it was written then, and the mail is not in it. */
export type RelayVerdict = 'accepted' | 'delivered' | 'bounced' | 'never-seen' | 'unknown'

/** Asks a relay about mails by their Message-IDs. */
export type RelayLog = (
  mails: readonly { readonly messageId: string; readonly sentAt: Date }[],
) => Promise<readonly RelayVerdict[]>

/** So long the relay has to be silent about a mail, before and after, until its silence counts. */
const settledMs = 60_000

/**
 * Reads Postfix's log: its own `maillog_file` or that of a syslog, with time stamps of RFC 3339 or the old ones. A mail counts as
 * accepted when the queue manager had it, since its file is on disk then; one that only `cleanup` saw may have been cut
 * off. Whatever cannot be read, or does not reach around the attempt, proves nothing.
 */
export function postfixLog(file: string, { now = () => new Date() }: { now?: () => Date } = {}): RelayLog {
  return async (mails) => {
    if (mails.length === 0) return []
    const seen = new Map<string, Set<string>>()
    const fates = new Map<string, RelayVerdict>()
    const wanted = new Set(mails.map(({ messageId }) => messageId))
    let first: number | undefined
    let last = 0
    try {
      const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity })
      for await (const line of lines) {
        const [, stamp = '', program = '', queueId = '', rest = ''] = lineOf.exec(line) ?? []
        const at = timeOf(stamp, now())
        if (Number.isNaN(at)) continue
        first ??= at
        last = Math.max(last, at)
        if (queueId !== '') read(program, queueId, rest)
      }
    } catch {
      return mails.map(() => 'unknown')
    }
    function read(program: string, queueId: string, rest: string): void {
      const messageId = /\bmessage-id=(<[^<>\s]{1,200}>)/.exec(rest)?.[1]
      if (messageId !== undefined && wanted.has(messageId)) {
        seen.set(messageId, (seen.get(messageId) ?? new Set()).add(queueId))
      }
      const status = /\bstatus=(sent|bounced|deferred|expired)\b/.exec(rest)?.[1]
      if (status === 'sent') fates.set(queueId, 'delivered')
      else if (status === 'bounced' || status === 'expired') fates.set(queueId, 'bounced')
      else if (status === 'deferred' || (program.endsWith('qmgr') && /\(queue active\)/.test(rest))) {
        if (!fates.has(queueId)) fates.set(queueId, 'accepted')
      }
    }
    return mails.map(({ messageId, sentAt }) => {
      const ids = [...(seen.get(messageId) ?? [])]
      const fate = ids.map((id) => fates.get(id)).find((one) => one !== undefined)
      if (fate !== undefined) return fate
      const reaches =
        first !== undefined &&
        first <= sentAt.getTime() &&
        last >= sentAt.getTime() &&
        now().getTime() - sentAt.getTime() >= settledMs
      return ids.length === 0 && reaches ? 'never-seen' : 'unknown'
    })
  }
}

/** Time stamp, program, queue id where there is one, and what is said. */
const lineOf =
  /^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\S+) \S+ postfix[^ /]*\/([a-z/-]+)\[\d+\]: (?:([A-Za-z0-9]{6,32}): )?(.*)$/

/** `Nov 29 23:51:25` in local time knows no year: the last one that is not in the future. */
function timeOf(stamp: string, now: Date): number {
  if (/^\d/.test(stamp)) return Date.parse(stamp)
  const inYear = (year: number): number => Date.parse(`${stamp} ${year}`)
  const dayMs = 86_400_000
  const at = inYear(now.getFullYear())
  return at > now.getTime() + dayMs ? inYear(now.getFullYear() - 1) : at
}
