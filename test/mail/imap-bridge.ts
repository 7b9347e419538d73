import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { join } from 'node:path'

export interface ImapBridge extends AsyncDisposable {
  readonly port: number
  /** Commands as they came, without literals. */
  readonly said: string[]
}

const [uid, gid] = process.getuid?.() === 0 ? [65534, 65534] : [process.getuid?.(), process.getgid?.()]

/**
 * Dovecot's own IMAP process on a port: a mail server's login process wants accounts and root, so the login is answered
 * here, and everything after it by Dovecot.
 */
export async function imapBridge(options: {
  /** Folder of the configuration of `privateDovecot`. */
  readonly folder: string
  readonly home: string
  readonly user: string
  readonly password: string
  readonly tls?: { readonly key: string; readonly cert: string }
}): Promise<ImapBridge> {
  const said: string[] = []
  const children = new Set<ChildProcess>()
  const sockets = new Set<Socket>()
  const serve = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    void session(socket, options, said, children)
  }
  const server = options.tls === undefined ? createServer(serve) : createTlsServer(options.tls, serve)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    said,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      for (const child of children) child.kill()
      server.close()
    },
  }
}

async function session(
  socket: Socket,
  { folder, home, user, password }: Parameters<typeof imapBridge>[0],
  said: string[],
  children: Set<ChildProcess>,
): Promise<void> {
  socket.write('* OK bridge\r\n')
  const tag = await login(socket, user, password)
  if (tag === undefined) return
  const child = spawn('doveadm', ['-c', join(folder, 'dovecot.conf'), 'exec', 'imap'], {
    ...(process.getuid?.() === 0 ? { uid, gid } : {}),
    env: { PATH: process.env['PATH'] ?? '', USER: 'anna', HOME: home },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.add(child)
  child.stdin.on('error', () => undefined)
  // Its greeting says that it needs no login; who logged in gets that as the answer.
  let greeted = false
  child.stdout.on('data', (chunk: Buffer) => {
    if (greeted) return void socket.write(chunk)
    greeted = true
    const rest = chunk.subarray(chunk.indexOf('\r\n') + 2)
    socket.write(`${tag} OK in\r\n`)
    socket.write(rest)
  })
  child.on('close', () => socket.end())
  socket.on('data', (chunk: Buffer) => {
    said.push(...chunk.toString('latin1').split('\r\n').filter(Boolean))
    child.stdin.write(chunk)
  })
  socket.on('close', () => child.stdin.end())
}

/** LOGIN with two literals (RFC 9051, 6.2.3); the tag when both fit. */
async function login(socket: Socket, user: string, password: string): Promise<string | undefined> {
  const head = await next(socket)
  const tag = head.split(' ')[0] ?? ''
  socket.write('+ \r\n')
  const name = await next(socket)
  socket.write('+ \r\n')
  const word = await next(socket)
  if (name.startsWith(user) && word.trim() === password) return tag
  socket.end(`${tag} NO [AUTHENTICATIONFAILED] ${word}\r\n`)
  return undefined
}

async function next(socket: Socket): Promise<string> {
  let text = ''
  while (!text.endsWith('\r\n')) {
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    text += chunk.toString('latin1')
  }
  return text
}
