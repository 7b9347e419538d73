import { connect, createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** What a network does to the answers of a server. */
export type Weather = 'fair' | 'refuses' | 'slow' | 'cuts' | 'hangs' | 'flips'

export interface NetworkProxy extends AsyncDisposable {
  readonly port: number
  /** Where connections go; 0 while nothing listens there. */
  target: number
  weather: Weather
  /** Answered bytes after which the weather is felt, counted over all connections. */
  after: number
  /** How often it still does what its weather says. */
  times: number
}

/** A TCP proxy on loopback, unkind from a byte on. */
export async function openNetworkProxy(target: number): Promise<NetworkProxy> {
  const sockets = new Set<Socket>()
  let passed = 0
  const server = createServer((client) => {
    if (proxy.target === 0 || (proxy.weather === 'refuses' && proxy.times > 0)) {
      proxy.times -= 1
      client.destroy()
      return
    }
    const onward = connect(proxy.target, '127.0.0.1')
    for (const socket of [client, onward]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        onward.destroy()
      })
    }
    client.on('data', (piece: Buffer) => onward.write(piece))
    onward.on('data', (piece: Buffer) => {
      passed += piece.length
      const isFelt = passed >= proxy.after && proxy.times > 0
      if (isFelt) proxy.times -= 1
      answer(isFelt ? proxy.weather : 'fair', piece, client, onward)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: NetworkProxy = {
    port: (server.address() as AddressInfo).port,
    target,
    weather: 'fair',
    after: 0,
    times: 0,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}

function answer(weather: Weather, piece: Buffer, client: Socket, from: Socket): void {
  switch (weather) {
    case 'fair':
    case 'refuses':
      client.write(piece)
      return
    case 'slow':
      trickle(piece, client, from)
      return
    case 'cuts':
      client.write(piece.subarray(0, piece.length / 2))
      client.end()
      return
    case 'hangs':
      setTimeout(() => client.destroy(), 1500)
      return
    case 'flips':
      piece[piece.length >> 1] = (piece[piece.length >> 1] ?? 0) ^ 0x20
      client.write(piece)
  }
}

/** A few kilobytes at a time, in their order: nothing more is heard until all of it is said. */
function trickle(piece: Buffer, client: Socket, from: Socket): void {
  from.pause()
  client.write(piece.subarray(0, 4096))
  setTimeout(() => {
    if (piece.length > 4096) trickle(piece.subarray(4096), client, from)
    else from.resume()
  }, 8)
}
