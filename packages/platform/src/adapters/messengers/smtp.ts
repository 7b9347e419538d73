import { createTransport } from 'nodemailer'

import {
  clearHint,
  isHere,
  mayTravel,
  relayTls,
  type RelayTls,
  tlsRule,
} from '../../core/deliveries/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import type { SendMessage } from './send-message.ts'

/** A server that does not answer must not hold up the next call. */
const waitMs = 15_000

/**
 * Sends mail through one server. `url` is `smtp://` or `smtps://`, with name and password where the server wants them;
 * it never appears in an error. `smtps` is TLS from the first byte, `smtp` insists on STARTTLS, except on this machine;
 * `tls` says otherwise in a word. Throws `input-invalid` at once for settings with which mail could leave in clear.
 */
export function smtpMessenger(settings: {
  readonly url: string
  readonly from: string
  readonly tls?: string | undefined
}): SendMessage {
  const { host, port, auth, tls } = serverIn(settings)
  const transport = createTransport({
    host,
    port,
    ...(auth && { auth }),
    ...tlsRule(tls),
    // A server on this machine has no name that a network could confirm.
    allowInternalNetworkInterfaces: true,
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
    // Content comes from us as text: nothing is fetched from disk or network on the way.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return async ({ to, subject, text }) => {
    try {
      await transport.sendMail({
        from: settings.from,
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

const usualPorts: Readonly<Record<RelayTls, number>> = { none: 25, starttls: 587, implicit: 465 }

function serverIn({ url, tls: word }: { readonly url: string; readonly tls?: string | undefined }) {
  const parsed = URL.parse(url)
  if (parsed === null || !/^smtps?:$/.test(parsed.protocol) || parsed.hostname === '') {
    throw unfit('ANLAUF_SMTP_URL is no address of a mail server.', 'Write it like smtps://relay.example:465.')
  }
  // A parameter could switch off what the scheme says.
  if (parsed.search !== '' || parsed.hash !== '') {
    throw unfit(
      'ANLAUF_SMTP_URL has parameters.',
      'Only scheme, sign-in, host and port; TLS is ANLAUF_SMTP_TLS.',
    )
  }
  const { protocol, hostname, port, username, password } = parsed
  const usual = protocol === 'smtps:' ? 'implicit' : isHere(hostname) ? 'none' : 'starttls'
  const tls = word === undefined || word === '' ? usual : relayTls.find((one) => one === word)
  if (tls === undefined || (protocol === 'smtps:' && tls !== 'implicit')) {
    throw unfit(
      'ANLAUF_SMTP_TLS does not fit the address.',
      `One of ${relayTls.join(', ')}; with smtps:// leave it out.`,
    )
  }
  if (!mayTravel(tls, hostname)) throw unfit('Mails would cross the network in clear.', clearHint)
  const [user, pass] = [username, password].map(decodeURIComponent)
  return {
    // An address of IPv6 stands in brackets.
    host: hostname.replaceAll(/[[\]]/g, ''),
    port: port === '' ? usualPorts[tls] : Number(port),
    tls,
    ...(user !== undefined && user !== '' && { auth: { user, pass: pass ?? '' } }),
  }
}

function unfit(message: string, hint: string): AnlaufError {
  return new AnlaufError('input-invalid', message, { hint })
}

/** What went wrong, without the address of the server or of a person. */
function wordsOf(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }
  const kind = typeof code === 'string' ? code : 'failed'
  return typeof responseCode === 'number' ? `${kind} ${responseCode}` : kind
}
