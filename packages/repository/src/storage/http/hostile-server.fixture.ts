import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import net, { type AddressInfo, type Socket } from 'node:net'
import type { TestContext } from 'node:test'

/** What one request met: method, path and headers in the order they came. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
}

/** A server on loopback that answers as the test says; it ends with the test. */
export async function answering(
  t: TestContext,
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = []
  const server = http.createServer((request, response) => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers })
    answer(request, response, seen.length)
  })
  return { url: await listen(t, server), seen }
}

/** A server that speaks no protocol: it answers each connection with what `speak` writes. */
export async function speaking(t: TestContext, speak: (socket: Socket) => void): Promise<{ url: string }> {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined)
    speak(socket)
  })
  return { url: await listen(t, server) }
}

/** An address on which nothing listens. */
export async function deserted(): Promise<string> {
  const server = net.createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}/`
}

async function listen(t: TestContext, server: net.Server): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
