import { createServer, type Socket } from 'node:net'

import { eicar } from '../../packages/platform/src/adapters/scanners/clamd/daemon.fixture.ts'
import { markers } from './contents.ts'

/** How the daemon behaves; `from` says from which content on. */
export type Manner =
  | 'honest'
  | 'says OK to everything'
  | 'answers another question'
  | 'cuts the answer'
  | 'dies'
  | 'hangs up late'
  | 'talks nonsense'
  | 'forgets its signatures'
  | 'gets new signatures'
  | 'says OK twice'
  | 'never heard of limits'

export interface StrangeClamd extends AsyncDisposable {
  manner: Manner
  from: number
  /** Contents it was asked about, without planted ones. */
  asked: number
}

/** Speaks clamd's protocol on a unix socket and knows the test file and one marker; otherwise as it is told. */
export async function startStrangeClamd(place: string): Promise<StrangeClamd> {
  const sockets = new Set<Socket>()
  let signatures = 27500
  const daemon: StrangeClamd = {
    manner: 'honest',
    from: 0,
    asked: 0,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    let heard = Buffer.alloc(0)
    let isAnswered = false
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (piece: Buffer) => {
      heard = Buffer.concat([heard, piece])
      const question = isAnswered ? undefined : read(heard)
      if (question === undefined) return
      isAnswered = true
      if (question === 'PING') socket.end('PONG\0')
      else if (question === 'VERSION') {
        const isFelt = daemon.asked > daemon.from
        if (daemon.manner === 'gets new signatures' && isFelt) signatures = 27501
        socket.end(`ClamAV 1.4.6/${signatures}/Sat Nov 28 08:00:00 2026\0`)
      } else say(socket, question)
    })
  })
  function say(socket: Socket, content: Buffer): void {
    const isPlanted = content.equals(eicar) || isTooDeep(content)
    if (!isPlanted) daemon.asked += 1
    const isFelt = daemon.asked >= daemon.from
    const truth = answerTo(content)
    switch (isFelt ? daemon.manner : 'honest') {
      case 'honest':
      case 'gets new signatures':
        socket.end(truth)
        return
      case 'says OK to everything':
        socket.end('stream: OK\0')
        return
      case 'forgets its signatures':
        socket.end(isTooDeep(content) ? truth : 'stream: OK\0')
        return
      case 'never heard of limits':
        socket.end(isTooDeep(content) ? 'stream: OK\0' : truth)
        return
      case 'answers another question':
        socket.end(isPlanted ? truth : '2: stream: OK\0')
        return
      case 'cuts the answer':
        socket.end(truth.slice(0, 9))
        return
      case 'dies':
        socket.destroy()
        return
      case 'hangs up late':
        setTimeout(() => socket.destroy(), 300)
        return
      case 'talks nonsense':
        socket.end(isPlanted ? truth : 'stream: OK, probably\0')
        return
      case 'says OK twice':
        socket.end(isPlanted ? truth : 'stream: OK\nstream: OK\0')
    }
  }
  await new Promise<void>((resolve) => server.listen(place, resolve))
  return daemon
}

/** The whole question, or undefined until it is heard to its end. */
function read(heard: Buffer): 'PING' | 'VERSION' | Buffer | undefined {
  const stop = heard.indexOf(0)
  if (stop < 0) return undefined
  const command = heard.subarray(1, stop).toString()
  if (command !== 'INSTREAM') return command as 'PING' | 'VERSION'
  const pieces: Buffer[] = []
  for (let at = stop + 1; at + 4 <= heard.length;) {
    const length = heard.readUInt32BE(at)
    if (length === 0) return Buffer.concat(pieces)
    pieces.push(heard.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return undefined
}

/** What the platform asks first: gzip in gzip, deeper than any clamd looks. */
function isTooDeep(content: Buffer): boolean {
  return content.length < 8192 && content.length > 2000 && content[0] === 0x1f && content[1] === 0x8b
}

function answerTo(content: Buffer): string {
  if (content.subarray(0, eicar.length).equals(eicar)) return 'stream: Eicar-Test-Signature FOUND\0'
  if (content.includes(markers.clamd)) return 'stream: Local.Test.0 FOUND\0'
  if (isTooDeep(content)) return 'stream: Heuristics.Limits.Exceeded.MaxRecursion FOUND\0'
  return 'stream: OK\0'
}
