import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** A mail as the relay of the exercise got it. */
export interface RelayedMail {
  readonly from: string
  readonly to: readonly string[]
  readonly data: string
}

/** The mail server of an exercise: takes everything on this machine, gives nothing on. */
export interface ExerciseRelay extends AsyncDisposable {
  readonly port: number
  readonly mails: readonly RelayedMail[]
}

/** Opens it on a free port of the loopback interface. */
export async function openExerciseRelay(): Promise<ExerciseRelay> {
  const mails: RelayedMail[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.once('error', () => socket.destroy())
    speak(socket, (mail) => mails.push(mail))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** SMTP (RFC 5321) as far as one sender needs it, with pipelining (RFC 2920) and reports on request (RFC 3461). */
function speak(socket: Socket, keep: (mail: RelayedMail) => void): void {
  let waiting = ''
  let data: string[] | undefined
  let [from, to] = ['', [] as string[]]
  const say = (line: string): void => void socket.write(`${line}\r\n`)
  const take = (line: string): void => {
    if (data !== undefined) {
      if (line !== '.') return void data.push(line.replace(/^\./, ''))
      keep({ from, to, data: data.join('\r\n') })
      ;[from, to, data] = ['', [], undefined]
      return say('250 2.0.0 kept')
    }
    const [, address = ''] = /<([^>]*)>/.exec(line) ?? []
    switch (line.slice(0, 4).toUpperCase()) {
      case 'EHLO':
        return say('250-exercise\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 DSN')
      case 'HELO':
      case 'NOOP':
        return say('250 exercise')
      case 'MAIL':
        from = address
        return say('250 2.1.0 ok')
      case 'RCPT':
        to.push(address)
        return say('250 2.1.5 ok')
      case 'RSET':
        ;[from, to] = ['', []]
        return say('250 2.0.0 ok')
      case 'DATA':
        data = []
        return say('354 go on')
      case 'QUIT':
        say('221 2.0.0 bye')
        return void socket.end()
      default:
        return say('502 5.5.1 not here')
    }
  }
  say('220 relay of the exercise')
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    const lines = (waiting + chunk).split('\r\n')
    waiting = lines.pop() ?? ''
    lines.forEach(take)
  })
}

/** The report of a mail server that could not deliver a mail (RFC 3464): it goes back to where the mail said. */
export function bounceOf({ from, to }: RelayedMail): Buffer {
  const [recipient = ''] = to
  return Buffer.from(
    [
      'Return-Path: <>',
      'From: MAILER-DAEMON@mail.example',
      `To: ${from}`,
      'Subject: Undelivered Mail Returned to Sender',
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="part"',
      '',
      '--part',
      'Content-Type: text/plain',
      '',
      'The mailbox does not exist.',
      '',
      '--part',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mail.example',
      '',
      `Final-Recipient: rfc822; ${recipient}`,
      'Action: failed',
      'Status: 5.1.1',
      '',
      '--part--',
      '',
    ].join('\r\n'),
  )
}
