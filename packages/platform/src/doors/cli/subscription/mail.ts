import { buildCommand } from '@stricli/core'

import { databaseLocation } from '../access/stores.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { unsubscribeByMail } from './unsubscribe-mail.ts'

const longestMail = 256 * 1024

export const subscriptionMail = buildCommand<{ readonly json: boolean }, [], AnlaufContext>({
  docs: {
    brief: 'Unsubscribe whoever asks for it by mail: pipe the mail into it',
    fullDescription:
      'The subject carries the word "unsubscribe" and a token of ours, as List-Unsubscribe offers it. Nothing is answered, and a mail without a token changes nothing. Mails in the "bounceFolder" of the mail file are read by "anlauf up" and "anlauf notice bounce".',
  },
  parameters: { flags: { json: { kind: 'boolean', default: false, brief: 'JSON on stdout' } } },
  async func({ json }) {
    const mail = await piped(this)
    await using database = await this.openDatabase(databaseLocation(this))
    const unsubscribed = await unsubscribeByMail(this, database, mail)
    if (json) return printJson(this, { unsubscribed })
    printLines(this, [
      unsubscribed ? 'Unsubscribed.' : 'No token of ours stands in the subject; nothing was changed.',
    ])
  },
})

async function piped({ process: { stdin } }: AnlaufContext): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  if (stdin?.isTTY === true) return Buffer.alloc(0)
  for await (const chunk of stdin ?? []) {
    // The rest is read and dropped: a mail server takes a closed pipe for a failure.
    if (length < longestMail) chunks.push(chunk)
    length += chunk.length
  }
  return Buffer.concat(chunks)
}
