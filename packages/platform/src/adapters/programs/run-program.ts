import { spawn } from 'node:child_process'
import { open } from 'node:fs/promises'

import { AnlaufError, type AnlaufErrorCode } from '../../core/failure.ts'
import type { Account } from './account.ts'

/** Whose programs they are: what a failure is called, and what people call them. */
export interface Product {
  readonly code: AnlaufErrorCode
  readonly name: string
}

export interface RunOptions {
  readonly account?: Account | undefined
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** Standard input from a file, opened by us: the program's account need not be able to reach it. */
  readonly inputFile?: string
  /** Standard output into a new file, opened by us. */
  readonly outputFile?: string
  readonly signal?: AbortSignal | undefined
  /** Each line of standard error as it comes. */
  readonly onLine?: (line: string) => void
}

export interface Said {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** An answer that is longer than this is none that we asked for. */
const maxAnswer = 256 * 1024 * 1024
/** What a program said last explains its failure. */
const maxSaid = 8_000

/** Nothing of ours reaches a program unless it is named here: neither secrets nor a client's variables. */
export const bareEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/**
 * Runs a program to its end and returns what it said, whatever its exit code; no shell. Killed when the signal
 * fires. Throws `aborted`; the product's code when it cannot be started or says more than 256 MiB.
 */
export async function runProgram(
  product: Product,
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Said> {
  await using files = new AsyncDisposableStack()
  const source = options.inputFile === undefined ? undefined : files.use(await open(options.inputFile, 'r'))
  const target =
    options.outputFile === undefined ? undefined : files.use(await open(options.outputFile, 'w', 0o600))
  const child = spawn(program, args, {
    ...options.account,
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    ...(options.signal && { signal: options.signal, killSignal: 'SIGTERM' }),
    env: options.env ?? bareEnvironment,
    stdio: [source?.fd ?? 'pipe', target?.fd ?? 'pipe', 'pipe'],
  })
  const stdout: Buffer[] = []
  let length = 0
  let stderr = ''
  let line = ''
  child.stdout?.on('data', (bytes: Buffer) => {
    length += bytes.length
    if (length > maxAnswer) child.kill('SIGKILL')
    else stdout.push(bytes)
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-maxSaid)
    const lines = (line + text).split(/[\r\n]/)
    line = (lines.pop() ?? '').slice(-maxSaid)
    for (const whole of lines) options.onLine?.(whole)
  })
  // A program that ends before it has read everything says why on stderr.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(options.input ?? '')
  const ended = Promise.withResolvers<number | null>()
  child.on('error', (error) => ended.reject(error))
  child.on('close', (code) => ended.resolve(code))
  const code = await ended.promise.catch((cause: unknown) => {
    throw cannotRun(product, { program, cause, signal: options.signal })
  })
  await target?.sync()
  if (length > maxAnswer) {
    throw new AnlaufError(product.code, `${nameOf(program)} answered with more than 256 MiB.`, {
      hint: 'A catalogue of that size is no ordinary database: look at it by hand.',
    })
  }
  return { code, stdout: Buffer.concat(stdout).toString(), stderr }
}

/** The same; exit codes other than 0 are errors in the program's own words. Throws `no-space`, the product's code. */
export async function mustRun(
  product: Product,
  program: string,
  args: readonly string[],
  options: RunOptions & { readonly what: string; readonly hint?: string },
): Promise<string> {
  const said = await runProgram(product, program, args, options)
  if (said.code === 0) return said.stdout
  throw programFailure(product, {
    what: `${options.what}: ${nameOf(program)} ended with ${said.code ?? 'a signal'}`,
    stderr: said.stderr,
    hint: options.hint,
  })
}

/** What a program said, as an error for people. */
export function programFailure(
  product: Product,
  {
    what,
    stderr,
    hint,
  }: { readonly what: string; readonly stderr: string; readonly hint?: string | undefined },
): AnlaufError {
  const lines = stderr.trim().split('\n')
  const last = lines.findLast((line) => /(?:error|fatal|panic)(?::|\]| \d)/i.test(line)) ?? lines.at(-1) ?? ''
  if (/No space left on device|Disk quota exceeded/.test(stderr)) {
    return new AnlaufError('no-space', `No space left. ${what}: ${last}`, {
      hint: 'Free space or name another folder, then start the same command again; it goes on or begins anew by itself.',
      retry: 'later',
      context: { said: stderr },
    })
  }
  return new AnlaufError(product.code, `${what}: ${last}`, {
    hint: hint ?? 'Read what the program said; then start the same command again.',
    retry: 'later',
    context: { said: stderr },
  })
}

export function cannotRun(
  product: Product,
  {
    program,
    cause,
    signal,
  }: { readonly program: string; readonly cause: unknown; readonly signal: AbortSignal | undefined },
): AnlaufError {
  if (signal?.aborted === true) {
    return new AnlaufError('aborted', 'The work was stopped.', {
      hint: 'Start the same command again; what was finished is kept.',
      retry: 'now',
      cause,
    })
  }
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new AnlaufError(product.code, `${program} cannot be started: ${reason}`, {
    hint: `Check that the programs of ${product.name} are installed, or name their folder with --bin.`,
    cause,
  })
}

export function nameOf(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1)
}
