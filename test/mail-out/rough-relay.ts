import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** Stands before a mail server and is rough with the lines: a network that fails at any word. */
export interface RoughRelay extends Disposable {
  readonly port: number
  /** How many lines were cut in the middle of a mail, before its answer was passed on. */
  cut: number
  /** How many connections were turned away. */
  away: number
}

/**
 * Passes everything on to `port` and cuts some lines: of every `every` mails one loses its answer after the final dot,
 * when the server may have it or not. While `isAway` says so nobody gets in.
 */
export async function roughRelay(
  port: number,
  { every, isAway = () => false }: { readonly every: number; readonly isAway?: () => boolean },
): Promise<RoughRelay> {
  const sockets = new Set<Socket>()
  let mails = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    if (isAway()) {
      relay.away += 1
      socket.destroy()
      return
    }
    const behind = connect(port, '127.0.0.1')
    sockets.add(behind)
    behind.on('error', () => socket.destroy())
    let tail = ''
    let isCut = false
    socket.on('data', (bytes: Buffer) => {
      behind.write(bytes)
      tail = (tail + bytes.toString('latin1')).slice(-5)
      if (tail !== '\r\n.\r\n') return
      mails += 1
      if (mails % every !== 0) return
      relay.cut += 1
      isCut = true
      // Half of them before the server took it for sure, half after.
      setTimeout(() => socket.destroy(), mails % (2 * every) === 0 ? 0 : 200)
    })
    behind.on('data', (bytes: Buffer) => {
      if (!isCut) socket.write(bytes)
    })
    socket.on('close', () => behind.end())
    behind.on('close', () => socket.end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const relay: RoughRelay = {
    port: (server.address() as AddressInfo).port,
    cut: 0,
    away: 0,
    [Symbol.dispose]() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
  return relay
}
