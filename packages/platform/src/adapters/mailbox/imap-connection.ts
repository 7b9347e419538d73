import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

import { mayTravel, type RelayTls } from '../../core/deliveries/index.ts'
import { AnlaufError } from '../../core/failure.ts'

export interface ImapAddress {
  readonly host: string
  readonly port: number
  /** `none` is for this machine only. */
  readonly tls: RelayTls
  /** Certificates to trust besides those of the system, in PEM. */
  readonly ca?: string
}

/** One answer of the server: its line, with `{}` where a literal stood, and the literals. */
export interface ImapLine {
  readonly text: string
  readonly literals: readonly Buffer[]
}

export interface ImapConnection extends AsyncDisposable {
  /**
   * Sends a command, with literals between its parts, and returns the untagged answers. Throws `not-found` when the
   * connection breaks, `input-invalid` when the server says NO or BAD, with its first word and nothing that was sent.
   */
  command(...parts: readonly (string | Uint8Array)[]): Promise<readonly ImapLine[]>
}

/** A slow server gets half a minute for one answer. */
const answerMs = 30_000
/** Lists of ten thousand numbers are below it. */
const longestLine = 256 * 1024

/** Connects, reads the greeting and, for `starttls`, begins TLS before anything else is said. */
export async function openImap(
  { host, port, tls, ca }: ImapAddress,
  { longestLiteral, signal }: { readonly longestLiteral: number; readonly signal: AbortSignal },
): Promise<ImapConnection> {
  if (!mayTravel(tls, host)) {
    throw new AnlaufError('input-invalid', 'Without TLS a password would cross the network in clear.', {
      hint: 'Use tls: implicit (port 993) or starttls (port 143).',
    })
  }
  // A number is no name of a server: Node refuses it there, and holds the certificate against `host` alone.
  const secure = {
    host,
    port,
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca }),
  }
  let wire = wireOn(tls === 'implicit' ? connectTls(secure) : connect(port, host), { longestLiteral, signal })
  let count = 0

  async function command(...parts: readonly (string | Uint8Array)[]): Promise<readonly ImapLine[]> {
    const tag = `a${(count += 1)}`
    let line = `${tag} `
    for (const part of parts) {
      if (typeof part === 'string') line += part
      else {
        wire.write(`${line}{${part.length}}\r\n`)
        // "+": the server waits for the bytes.
        const asked = await wire.read()
        if (!asked.text.startsWith('+')) throw refused(asked.text)
        wire.write(part)
        line = ''
      }
    }
    wire.write(`${line}\r\n`)
    const answers: ImapLine[] = []
    for (;;) {
      const answer = await wire.read()
      if (!answer.text.startsWith(`${tag} `)) answers.push(answer)
      else if (/^\w+ OK\b/i.test(answer.text)) return answers
      else throw refused(answer.text)
    }
  }

  try {
    const greeting = await wire.read()
    if (!/^\* (?:OK|PREAUTH)\b/i.test(greeting.text)) throw refused(greeting.text)
    if (tls === 'starttls') {
      await command('STARTTLS')
      // What came in clear behind the answer counts for nothing (CVE-2021-33515).
      wire = wireOn(connectTls({ ...secure, socket: wire.handOver() }), { longestLiteral, signal })
    }
  } catch (error) {
    wire.end()
    throw error
  }
  return {
    command,
    async [Symbol.asyncDispose]() {
      await command('LOGOUT').catch(() => undefined)
      wire.end()
    },
  }
}

interface Wire {
  write(bytes: string | Uint8Array): void
  read(): Promise<ImapLine>
  handOver(): Socket
  end(): void
}

function wireOn(
  socket: Socket,
  { longestLiteral, signal }: { readonly longestLiteral: number; readonly signal: AbortSignal },
): Wire {
  let held: Buffer = Buffer.alloc(0)
  let broken: unknown
  let wake = (): void => undefined
  const breakOff = (why: unknown): void => {
    broken ??= why
    wake()
  }
  socket.on('data', onData)
  socket.on('error', breakOff)
  socket.on('close', () => breakOff(new Error('closed')))
  signal.addEventListener('abort', stop)
  function stop(): void {
    socket.destroy()
  }
  function onData(chunk: Buffer): void {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    wake()
  }
  /** Waits until so many bytes, or a whole line, are there. */
  async function until(isThere: () => boolean): Promise<void> {
    const late = setTimeout(() => breakOff(new Error('no answer in time')), answerMs)
    try {
      while (!isThere()) {
        if (broken !== undefined) throw unreachable(broken)
        if (held.length > longestLiteral + longestLine) throw unreachable(new Error('too much'))
        await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      clearTimeout(late)
    }
  }
  function take(length: number): Buffer {
    const bytes = held.subarray(0, length)
    held = held.subarray(length)
    return bytes
  }
  return {
    write: (bytes) => void socket.write(bytes),
    async read() {
      const literals: Buffer[] = []
      let text = ''
      for (;;) {
        await until(() => held.includes('\r\n') || held.length > longestLine)
        const end = held.indexOf('\r\n')
        if (end === -1 || end > longestLine) throw unreachable(new Error('a line without an end'))
        text += take(end).toString('latin1')
        take(2)
        const length = Number(/\{(\d{1,10})\}$/.exec(text)?.[1] ?? -1)
        if (length < 0) return { text, literals }
        if (length > longestLiteral) throw unreachable(new Error('a literal that is too long'))
        await until(() => held.length >= length)
        literals.push(Buffer.from(take(length)))
        text = text.replace(/\{\d+\}$/, '{}')
        if (text.length > longestLine) throw unreachable(new Error('a line without an end'))
      }
    },
    handOver() {
      socket.off('data', onData)
      signal.removeEventListener('abort', stop)
      return socket
    },
    end() {
      signal.removeEventListener('abort', stop)
      socket.destroy()
    },
  }
}

function unreachable(cause: unknown): AnlaufError {
  return new AnlaufError('not-found', 'The mailbox cannot be reached, or the connection broke off.', {
    hint: 'Check "outside.mailbox" in the workplace file, and whether the server answers.',
    retry: 'later',
    cause,
  })
}

/** Its first words are codes; the rest may quote what was sent. */
function refused(text: string): AnlaufError {
  const code = /^\S+ (\w+)(?: \[([\w-]+))?/.exec(text)
  const said = [code?.[1], code?.[2]].filter(Boolean).join(' ')
  return new AnlaufError(
    'input-invalid',
    `The mail server refused a command (${said || 'no answer we know'}).`,
    {
      hint: /AUTHENTICATIONFAILED|AUTHORIZATIONFAILED/.test(text)
        ? 'User or password is not taken: check "mailbox" and its passwordFile.'
        : 'Check the names of folders under "mailbox", and what its server allows.',
      retry: 'later',
      context: { code: code?.[2] ?? '' },
    },
  )
}
