import { join } from 'node:path'

import { type Database, secretKey, subscriptions } from '../../../adapters/database/index.ts'
import { openToken } from '../../../core/subscriptions/index.ts'
import type { AnlaufContext } from '../context.ts'

/** A subject stands at the beginning; a mail of any size is read no further. */
const longestHead = 256 * 1024

/**
 * Ends the subscription whose token stands in the subject of a mail, as `List-Unsubscribe` offers it; false for any other
 * mail. Who sent it does not matter: whoever has the token could press the button as well.
 */
export async function unsubscribeByMail(
  context: Pick<AnlaufContext, 'home' | 'now'>,
  database: Database,
  mail: Uint8Array,
): Promise<boolean> {
  const token = tokenIn(Buffer.from(mail.subarray(0, longestHead)).toString('latin1'))
  if (token === undefined) return false
  const own = subscriptions(database, { secret: await secretKey(join(context.home, 'outside.key')) })
  const opened = openToken(own.linkKey, 'unsubscribe', { token, now: context.now() })
  if (typeof opened !== 'object') return false
  await own.byId(opened.id, { command: 'end' }, context.now())
  return true
}

/** The token of the first subject line; folded lines belong together (RFC 5322, 2.2.3). */
function tokenIn(text: string): string | undefined {
  const head = (text.split(/\r?\n\r?\n/, 1)[0] ?? '').replaceAll(/\r?\n[ \t]+/g, ' ')
  const subject = /^subject:[^\S\r\n]*(.*)$/im.exec(head)?.[1] ?? ''
  return /\bunsubscribe\s+([\w-]{55})(?![\w-])/i.exec(subject)?.[1]
}
