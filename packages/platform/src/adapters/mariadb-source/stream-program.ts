import { spawn } from 'node:child_process'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'

import { type Account, bareEnvironment, cannotRun, nameOf, programFailure } from '../programs/index.ts'
import { mariadb } from './product.ts'

interface StreamOptions {
  readonly account?: Account | undefined
  readonly cwd?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** What a program said at its end. */
interface Ended {
  readonly code: number | null
  readonly stderr: string
}

/** A program that writes; dispose of it to end it. */
export interface WritingProgram extends AsyncDisposable {
  readonly output: AsyncIterable<Buffer>
  /** Once the output is read. Throws `aborted`, `mariadb-failed` when it could not be started. */
  ended(): Promise<Ended>
}

/** Starts a program whose output is read piece by piece: a dump is never held in memory. */
export function startWriting(
  program: string,
  args: readonly string[],
  { account, cwd, signal }: StreamOptions,
): WritingProgram {
  const { child, ended } = start(program, args, { account, cwd, signal })
  child.stdin.end()
  return {
    output: child.stdout as AsyncIterable<Buffer>,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      child.stdout.destroy()
      await ended().catch(() => undefined)
    },
  }
}

/**
 * Runs a program that reads a stream to its end. Throws what the stream throws, `aborted`, `no-space`,
 * `mariadb-failed` in the program's words.
 */
export async function feed(
  program: string,
  args: readonly string[],
  {
    input,
    what,
    hint,
    ...options
  }: StreamOptions & {
    readonly input: AsyncIterable<Uint8Array>
    readonly what: string
    readonly hint: string
  },
): Promise<void> {
  const { child, ended } = start(program, args, options)
  child.stdout.resume()
  let broken: unknown
  // A program that ends before it has read everything says why on stderr.
  await pipeline(Readable.from(input), child.stdin).catch((error: unknown) => (broken = error))
  if (broken !== undefined && !isClosedPipe(broken)) child.kill('SIGKILL')
  const { code, stderr } = await ended()
  if (broken !== undefined && !isClosedPipe(broken)) throw broken
  if (code === 0 && broken === undefined) return
  const how = code === 0 ? 'before the end of the dump' : `with ${code ?? 'a signal'}`
  throw programFailure(mariadb, { what: `${what}: ${nameOf(program)} ended ${how}`, stderr, hint })
}

function start(program: string, args: readonly string[], { account, cwd, signal }: StreamOptions) {
  const child = spawn(program, args, {
    ...account,
    ...(cwd !== undefined && { cwd }),
    ...(signal && { signal }),
    env: bareEnvironment,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-8000)))
  child.stdin.on('error', () => undefined)
  let cause: unknown
  const closed = Promise.withResolvers<number | null>()
  child.on('error', (error) => (cause = error))
  child.on('close', (code) => closed.resolve(code))
  return {
    child,
    ended: async (): Promise<Ended> => {
      const code = await closed.promise
      if (cause !== undefined) throw cannotRun(mariadb, { program, cause, signal })
      return { code, stderr }
    },
  }
}

function isClosedPipe(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code
  return code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE'
}
