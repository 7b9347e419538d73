import { RepositoryError } from '../../error.ts'
import { printable } from '../printable.ts'
import { Transient } from '../remote/transient.ts'
import { messageSplitter, NoMessage } from './message-stream.ts'
import { encodeMessage, type Field, FieldReader, messages } from './packets.ts'
import { type SshProcess, type SshTarget, startSsh } from './ssh-process.ts'

/** An answer of the server. */
export interface Answer {
  readonly type: number
  readonly fields: FieldReader
}

/** One SFTP connection; requests may overlap, each gets its own answer. */
export interface SftpSession {
  /** Extensions of the server by name. */
  readonly extensions: ReadonlyMap<string, string>
  /** Throws `Transient` or `RepositoryError` when the connection is gone. */
  request(type: number, fields: readonly Field[]): Promise<Answer>
  /** Kills the connection; everything under way fails with the reason. */
  end(reason: Transient | RepositoryError): void
  readonly isOpen: boolean
}

/** The version that OpenSSH speaks, and everybody else too. */
const protocolVersion = 3

/** Connects and agrees on version 3. */
export async function openSession(
  target: SshTarget,
  options: { silenceMs: number; onContact: () => void },
): Promise<SftpSession> {
  const ssh = startSsh(target)
  const pending = new Map<number, { resolve: (answer: Answer) => void; reject: (error: unknown) => void }>()
  let nextId = 0
  let gone: Transient | RepositoryError | undefined
  const greeting = Promise.withResolvers<FieldReader>()
  // Whoever waits for the greeting hears of it; nobody else does.
  greeting.promise.catch(() => undefined)

  function end(reason: Transient | RepositoryError): void {
    if (gone !== undefined) return
    gone = reason
    clearTimeout(timer)
    ssh.kill()
    greeting.reject(reason)
    for (const { reject } of pending.values()) reject(reason)
    pending.clear()
  }
  const timer = setTimeout(() => {
    // The greeting is waited for, too.
    if (pending.size > 0 || nextId === 0) end(silent(target.host, options.silenceMs))
  }, options.silenceMs).unref()

  receive(ssh, end, target.host, (type, body) => {
    timer.refresh()
    const fields = new FieldReader(body)
    if (type === messages.version) return greeting.resolve(fields)
    const id = fields.number()
    pending.get(id)?.resolve({ type, fields })
    pending.delete(id)
    if (pending.size === 0) ssh.hold(false)
  })

  function send(type: number, id: number, fields: readonly Field[]): void {
    ssh.input.cork()
    for (const piece of encodeMessage(type, id, fields)) ssh.input.write(piece)
    ssh.input.uncork()
  }

  send(messages.init, protocolVersion, [])
  const extensions = readGreeting(await greeting.promise, target.host, end)
  options.onContact()
  ssh.hold(false)

  return {
    extensions,
    end,
    get isOpen() {
      return gone === undefined
    },
    request(type, fields) {
      if (gone !== undefined) return Promise.reject(gone)
      const id = nextId
      nextId = (nextId + 1) % 0xffff_ffff
      if (pending.size === 0) {
        timer.refresh()
        ssh.hold(true)
      }
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject })
        send(type, id, fields)
      })
    },
  }
}

function receive(
  ssh: SshProcess,
  end: (reason: Transient | RepositoryError) => void,
  host: string,
  onMessage: (type: number, body: Buffer) => void,
): void {
  const split = messageSplitter()
  ssh.output.on('data', (piece: Buffer) => {
    try {
      for (const { type, body } of split(piece)) onMessage(type, body)
    } catch (error) {
      end(
        error instanceof NoMessage || error instanceof RangeError
          ? noSftp(host, error)
          : (error as Transient),
      )
    }
  })
  void ssh.ended.then(end)
}

function readGreeting(
  fields: FieldReader,
  host: string,
  end: (reason: RepositoryError) => void,
): ReadonlyMap<string, string> {
  const extensions = new Map<string, string>()
  try {
    const version = fields.number()
    if (version < protocolVersion) throw new RangeError(`version ${version}`)
    while (!fields.isAtEnd) extensions.set(fields.text(), fields.text())
    return extensions
  } catch (error) {
    const reason = noSftp(host, error as Error)
    end(reason)
    throw reason
  }
}

function noSftp(host: string, cause: Error): RepositoryError {
  return new RepositoryError(
    'unsupported',
    `${host} does not speak SFTP version 3: ${printable(cause.message)}.`,
    {
      hint: 'Usually a start-up file of the shell on the server prints a text; let it print only for interactive shells. Try "sftp" by hand.',
      context: { host },
      cause,
    },
  )
}

function silent(host: string, silenceMs: number): Transient {
  return new Transient(
    new RepositoryError('unreachable', `${host} has not answered for ${Math.round(silenceMs / 1_000)} s.`, {
      hint: 'The server or the network hangs. Look at its load and its log; then start the same command again, what was stored is kept.',
      retry: 'later',
      context: { host },
    }),
  )
}
