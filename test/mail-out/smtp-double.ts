import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

/** A mail as a server got it. */
export interface TakenMail {
  readonly from: string
  /** What stood behind the address: DSN parameters. */
  readonly fromParameters: string
  readonly to: string
  readonly toParameters: string
  readonly bytes: string
}

/** A mail server that speaks SMTP and does what a test wants. A reply of "drop" cuts the line instead of answering. */
export interface SmtpDouble extends Disposable {
  readonly port: number
  readonly mails: readonly TakenMail[]
  /** How many were opened so far. */
  connections: number
  onSender: (address: string) => string
  onRecipient: (address: string) => string
  onMail: (mail: TakenMail) => string | Promise<string>
}

export async function smtpDouble(port = 0): Promise<SmtpDouble> {
  const mails: TakenMail[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    double.connections += 1
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.write('220 double ESMTP\r\n')
    talk(socket, double, mails)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const double: SmtpDouble = {
    port: (server.address() as AddressInfo).port,
    mails,
    connections: 0,
    onSender: () => '250 2.1.0 ok',
    onRecipient: () => '250 2.1.5 ok',
    onMail: () => '250 2.0.0 ok: queued as D0UBLE1',
    [Symbol.dispose]() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
  return double
}

function talk(socket: Socket, double: SmtpDouble, mails: TakenMail[]): void {
  let [from, fromParameters, to, toParameters, body] = ['', '', '', '', '']
  let isBody = false
  let rest = ''
  let turn = Promise.resolve()
  const answer = (reply: string): void =>
    void (reply === 'drop' ? socket.destroy() : socket.write(`${reply}\r\n`))
  async function line(text: string): Promise<void> {
    if (isBody) {
      if (text !== '.') body += `${text.startsWith('..') ? text.slice(1) : text}\r\n`
      else {
        isBody = false
        const mail = { from, fromParameters, to, toParameters, bytes: body }
        body = ''
        const reply = await double.onMail(mail)
        if (reply.startsWith('2')) mails.push(mail)
        answer(reply)
      }
      return
    }
    const [, address = '', parameters = ''] = /^(?:MAIL FROM|RCPT TO):<([^>]*)>\s*(.*)$/i.exec(text) ?? []
    if (/^EHLO/i.test(text))
      answer('250-double\r\n250-PIPELINING\r\n250-DSN\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME')
    else if (/^MAIL/i.test(text)) {
      ;[from, fromParameters, to] = [address, parameters, '']
      const reply = double.onSender(address)
      if (!reply.startsWith('2')) from = ''
      answer(reply)
    } else if (/^RCPT/i.test(text)) {
      if (from === '') return answer('503 5.5.1 no sender')
      ;[to, toParameters] = [address, parameters]
      const reply = double.onRecipient(address)
      if (!reply.startsWith('2')) to = ''
      answer(reply)
    } else if (/^DATA/i.test(text)) {
      if (to === '') return answer('554 5.5.1 no valid recipients')
      isBody = true
      answer('354 go')
    } else if (/^QUIT/i.test(text)) {
      answer('221 bye')
      socket.end()
    } else answer('250 ok')
  }
  socket.on('data', (bytes) => {
    rest += bytes.toString('latin1')
    for (let end = rest.indexOf('\r\n'); end !== -1; end = rest.indexOf('\r\n')) {
      const text = rest.slice(0, end)
      rest = rest.slice(end + 2)
      turn = turn.then(() => line(text))
    }
  })
}
