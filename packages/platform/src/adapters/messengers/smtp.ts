import { createTransport } from 'nodemailer'

import type { SendMessage } from './index.ts'

/** A server that does not answer must not hold up the next call. */
const waitMs = 15_000

/**
 * Sends mail through one server. `url` is `smtp://` or `smtps://`, with name and password where the server wants them;
 * it never appears in an error.
 */
export function smtpMessenger({ url, from }: { readonly url: string; readonly from: string }): SendMessage {
  const transport = createTransport(url, {
    from,
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
    // Content comes from us as text: nothing is fetched from disk or network on the way.
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof createTransport>[1])
  return async ({ to, subject, text }) => {
    try {
      await transport.sendMail({
        to: { name: '', address: to },
        subject,
        text,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    } catch (error) {
      throw new Error(wordsOf(error), { cause: error })
    }
  }
}

/** What went wrong, without the address of the server or of a person. */
function wordsOf(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }
  const kind = typeof code === 'string' ? code : 'failed'
  return typeof responseCode === 'number' ? `${kind} ${responseCode}` : kind
}
