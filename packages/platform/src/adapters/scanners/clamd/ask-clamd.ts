import { connect, type NetConnectOpts, type Socket } from 'node:net'

/** Where clamd listens: the path of a unix socket, or `host:port`. */
export type ClamdPlace = string

/** The answer's text, or why there is none. */
export type Heard =
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'lost'; readonly message: string }

/** A stream is sent in pieces of at most this size, each with its length before it. */
const pieceBytes = 256 * 1024
/** No answer of clamd is longer; a name of a signature has some dozen letters. */
const maxAnswer = 64 * 1024

/**
 * One command on a connection of its own, with the answer up to its NUL (clamd(8), commands with the prefix z).
 * `body` follows as an INSTREAM. Never throws: an answer that was given before the connection broke counts,
 * because clamd refuses a stream that is too long in that way.
 */
export function askClamd(
  place: ClamdPlace,
  command: 'PING' | 'VERSION' | 'INSTREAM',
  options: { readonly timeoutMs: number; readonly body?: AsyncIterable<Uint8Array> | Iterable<Uint8Array> },
): Promise<Heard> {
  return new Promise((resolve) => {
    const socket = connect(addressOf(place))
    const pieces: Buffer[] = []
    let size = 0
    const end = (heard: Heard): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(heard)
    }
    const answered = (): boolean => {
      const text = Buffer.concat(pieces).toString('latin1')
      const stop = text.indexOf('\0')
      if (stop >= 0) end({ kind: 'answer', text: text.slice(0, stop) })
      return stop >= 0
    }
    const timer = setTimeout(() => end({ kind: 'timeout' }), options.timeoutMs)
    socket.on('data', (piece: Buffer) => {
      pieces.push(piece)
      size += piece.length
      if (!answered() && size > maxAnswer) end({ kind: 'lost', message: 'an endless answer' })
    })
    let failure = 'the connection ended without an answer'
    socket.on('error', (error) => {
      failure = error.message
    })
    socket.on('close', () => {
      if (!answered()) end({ kind: 'lost', message: failure })
    })
    socket.on('connect', () => {
      socket.write(`z${command}\0`)
      if (options.body === undefined) return
      send(socket, options.body).catch((error: unknown) => {
        end({ kind: 'lost', message: error instanceof Error ? error.message : String(error) })
      })
    })
  })
}

function addressOf(place: ClamdPlace): NetConnectOpts {
  const tcp = /^(?:tcp:\/\/)?\[?([^/\]]+)\]?:(\d{1,5})$/.exec(place)
  return tcp === null ? { path: place } : { host: tcp[1] ?? '', port: Number(tcp[2]) }
}

/** Waits for room, so that a file of any size needs little memory; stops silently when the other side has. */
async function send(socket: Socket, body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  for await (const whole of body) {
    for (let at = 0; at < whole.length; at += pieceBytes) {
      const piece = whole.subarray(at, at + pieceBytes)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(piece.length)
      if (socket.destroyed || !socket.writable) return
      socket.write(length)
      if (!socket.write(piece)) await roomIn(socket)
    }
  }
  if (socket.writable) socket.write(Buffer.alloc(4))
}

function roomIn(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve()
    const done = (): void => {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.on('drain', done)
    socket.on('close', done)
  })
}
