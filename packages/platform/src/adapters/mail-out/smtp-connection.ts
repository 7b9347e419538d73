import { Readable } from 'node:stream'

import SMTPConnection from 'nodemailer/lib/smtp-connection'

import { type Answer, tlsRule } from '../../core/deliveries/index.ts'
import type { Relay } from './mail-setup.ts'

export interface Envelope {
  readonly from: string
  readonly to: string
  /** Comes back in every report about the mail. */
  readonly id: string
}

/** One connection at a time to one relay; opened when it is needed, and anew after every failure. */
export interface RelayLine {
  /** Connects where it is not; why the relay cannot be reached, as a word of ours, or undefined. */
  open(): Promise<string | undefined>
  /** Gives one mail to the relay. Never throws: every outcome is an answer. */
  give(envelope: Envelope, bytes: Buffer): Promise<Answer>
  close(): void
}

/** A relay that says nothing for so long is not there; shorter than a lease. */
const silentMs = 30_000
/**
 * So long may one mail take in all, from its first word to the answer: a relay that says every word late must not outlive
 * the lease of its row, or somebody else finds the row lost and sends it again. As long may a connection take before.
 */
const longestMs = 90_000

export function relayLine(
  relay: Relay,
  { wholeMs = longestMs }: { readonly wholeMs?: number } = {},
): RelayLine {
  let line: SMTPConnection | undefined
  const close = (): void => {
    line?.close()
    line = undefined
  }
  async function open(): Promise<string | undefined> {
    if (line?.destroyed === false) return undefined
    try {
      line = await connected(relay, AbortSignal.timeout(wholeMs))
      return undefined
    } catch (error) {
      line = undefined
      return wordOf(error)
    }
  }
  return {
    open,
    async give(envelope, bytes) {
      const why = await open()
      if (line === undefined) return { kind: 'not-reached', why: why ?? 'failed' }
      const answer = await given(line, envelope, bytes, AbortSignal.timeout(wholeMs))
      if (answer.kind !== 'accepted') close()
      return answer
    },
    close() {
      line?.quit()
      line = undefined
    },
  }
}

function connected(
  { host, port, tls, user, password }: Relay,
  tooLong: AbortSignal,
): Promise<SMTPConnection> {
  const line = new SMTPConnection({
    host,
    port,
    ...tlsRule(tls),
    // A relay on this machine has no name that a network could confirm.
    allowInternalNetworkInterfaces: true,
    connectionTimeout: silentMs,
    greetingTimeout: silentMs,
    dnsTimeout: silentMs,
    socketTimeout: silentMs,
  })
  return new Promise((resolve, reject) => {
    const cut = (): void => (reject(new Error('too slow')), line.close())
    tooLong.addEventListener('abort', cut, { once: true })
    // The connection serves later mails, which have times of their own.
    const ready = (): void => (tooLong.removeEventListener('abort', cut), resolve(line))
    // Also after the connection stands: an error on an idle one must not end the process.
    line.on('error', reject)
    line.on('end', () => reject(new Error('closed')))
    line.connect((error) => {
      if (error) return reject(error)
      if (user === undefined) return ready()
      line.login({ user, pass: password ?? '' }, (refused) => (refused ? reject(refused) : ready()))
    })
  })
}

/** Whether the body of the mail began to flow decides what a lost connection means. */
function given(
  line: SMTPConnection,
  { from, to, id }: Envelope,
  bytes: Buffer,
  tooLong: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve) => {
    let isOnTheWire = false
    const body = new Readable({
      read() {
        isOnTheWire = true
        this.push(bytes)
        this.push(null)
      },
    })
    const failed = (error: unknown): void => resolve(answerOf(error, isOnTheWire))
    const closed = (): void => failed(new Error('closed'))
    const cut = (): void => (failed(new Error('too slow')), line.close())
    line.once('error', failed)
    line.once('end', closed)
    tooLong.addEventListener('abort', cut, { once: true })
    const dsn = { ret: 'HDRS', envid: id, notify: ['FAILURE', 'DELAY'], orcpt: `rfc822;${to}` } as const
    line.send({ from, to: [to], dsn: { ...dsn, notify: [...dsn.notify] } }, body, (error, info) => {
      line.removeListener('error', failed)
      line.removeListener('end', closed)
      tooLong.removeEventListener('abort', cut)
      if (error) failed(error)
      else resolve({ kind: 'accepted', reply: replyOf(info?.response ?? '250') })
    })
  })
}

interface SmtpFailure {
  readonly code?: string
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
}

function answerOf(error: unknown, isOnTheWire: boolean): Answer {
  const { command = '', response = '', responseCode } = error as SmtpFailure
  // What the relay says to our sign-in or our sender concerns every mail, not this recipient.
  const isAboutUs = !isOnTheWire && !['RCPT TO', 'DATA'].includes(command)
  if (responseCode !== undefined && responseCode >= 400 && !isAboutUs) {
    const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1]
    return { kind: 'refused', code: responseCode, ...(enhanced !== undefined && { enhanced }) }
  }
  return isOnTheWire ? { kind: 'unknown' } : { kind: 'not-reached', why: wordOf(error) }
}

/** Code and queue id of an answer; the rest of its words can quote an address. */
function replyOf(response: string): string {
  const [code = '250'] = /^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3})?/.exec(response) ?? []
  const queued = /queued as ([A-Za-z0-9]{4,32})\b/.exec(response)?.[1]
  return queued === undefined ? code : `${code} ${queued}`
}

/** What went wrong, without the address of the server or of a person. */
function wordOf(error: unknown): string {
  const { code, command = '', responseCode } = error as SmtpFailure
  const kind = typeof code === 'string' && /^[A-Z]{2,20}$/.test(code) ? code : 'failed'
  const at = /^[A-Z ]{2,20}$/.test(command) && command !== 'CONN' ? ` at ${command}` : ''
  return typeof responseCode === 'number' ? `${kind}${at} ${responseCode}` : `${kind}${at}`
}
