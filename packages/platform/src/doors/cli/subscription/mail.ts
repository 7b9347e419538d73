import { join } from 'node:path'

import { buildCommand } from '@stricli/core'

import { secretKey, subscriptions } from '../../../adapters/database/index.ts'
import { openToken } from '../../../core/subscriptions/index.ts'
import { databaseLocation } from '../access/stores.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines } from '../terminal/output.ts'

/** A subject stands at the beginning; a mail of any size is read no further. */
const longestHead = 256 * 1024

export const subscriptionMail = buildCommand<{ readonly json: boolean }, [], AnlaufContext>({
  docs: {
    brief: 'Unsubscribe whoever asks for it by mail: pipe the mail into it',
    fullDescription:
      'The subject carries the word "unsubscribe" and a token of ours, as List-Unsubscribe offers it. Who sent the mail does not matter and is not answered. A mail without a token changes nothing.',
  },
  parameters: { flags: { json: { kind: 'boolean', default: false, brief: 'JSON on stdout' } } },
  async func({ json }) {
    const token = tokenIn(await headOf(this))
    await using database = await this.openDatabase(databaseLocation(this))
    const own = subscriptions(database, { secret: await secretKey(join(this.home, 'outside.key')) })
    const opened = openToken(own.linkKey, 'unsubscribe', { token, now: this.now() })
    const isOurs = typeof opened === 'object'
    if (isOurs) await own.byId(opened.id, { command: 'end' }, this.now())
    if (json) return printJson(this, { unsubscribed: isOurs })
    printLines(this, [
      isOurs ? 'Unsubscribed.' : 'No token of ours stands in the subject; nothing was changed.',
    ])
  },
})

async function headOf({ process }: AnlaufContext): Promise<string> {
  const parts: Uint8Array[] = []
  let length = 0
  if (process.stdin !== undefined && process.stdin.isTTY !== true) {
    for await (const part of process.stdin) {
      parts.push(part)
      length += part.length
      if (length > longestHead) break
    }
  }
  const text = Buffer.concat(parts).subarray(0, longestHead).toString('latin1')
  return text.split(/\r?\n\r?\n/, 1)[0] ?? ''
}

/** The token of the first subject line; folded lines belong together (RFC 5322, 2.2.3). */
function tokenIn(head: string): string {
  const subject = /^subject:[^\S\r\n]*(.*)$/im.exec(head.replaceAll(/\r?\n[ \t]+/g, ' '))?.[1] ?? ''
  return /\bunsubscribe\s+([\w-]{55})(?![\w-])/i.exec(subject)?.[1] ?? ''
}
