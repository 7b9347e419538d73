import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import type { CommandLine } from '../../../core/jobs/index.ts'
import type { PacedFigures } from '../terminal/progress-figures.ts'
import type { ProgressMessage } from '../terminal/parent-channel.ts'

/** What a command came to. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const program = fileURLToPath(new URL('../../../../bin/anlauf.js', import.meta.url))

/** Who does not stop at a safe point within this is ended; every step of ours can be cut off anywhere. */
const patienceMs = 20_000

/** The answer for ten thousand tenants has some ten megabytes; beyond this only the end is kept. */
const maxStdout = 64 * 1024 * 1024
const maxStderr = 64 * 1024

/** Passwords come from the file that the workplace names, whatever the server's own environment holds. */
const foreign = ['RESTIC_PASSWORD', 'RESTIC_PASSWORD_COMMAND', 'RESTIC_REPOSITORY_FILE', 'RESTIC_REPOSITORY']

/** Runs a command of our own as a process of its own, which ends with this one. Stops it when the signal fires. */
export async function runOwnProgram(
  { args, env }: CommandLine,
  options: {
    readonly env: Readonly<Partial<Record<string, string>>>
    readonly home: string
    readonly signal: AbortSignal
    readonly onProgress: (figures: PacedFigures) => void
  },
): Promise<Ended> {
  const { signal, onProgress, home } = options
  const cleared = Object.fromEntries(foreign.map((name) => [name, '']))
  const child = spawn(process.execPath, [program, ...args], {
    // What it says is read again (core/jobs/said.ts) and put into each reader's language where it is shown.
    env: {
      ...options.env,
      ...cleared,
      ...env,
      ANLAUF_HOME: home,
      ANLAUF_REPORT: 'progress',
      ANLAUF_LANGUAGE: 'en',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const out = tail(maxStdout)
  const err = tail(maxStderr)
  child.stdout?.on('data', (part: Buffer) => out.add(part))
  child.stderr?.on('data', (part: Buffer) => err.add(part))
  child.on('message', (message) => onProgress((message as ProgressMessage).progress))
  // The channel breaks when the child ends; what it came to says `close`.
  child.on('error', () => undefined)
  let killing: NodeJS.Timeout | undefined
  const stop = (): void => {
    child.kill('SIGTERM')
    killing ??= setTimeout(() => child.kill('SIGKILL'), patienceMs)
  }
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, stdout: out.text(), stderr: err.text() }
  } finally {
    clearTimeout(killing)
    signal.removeEventListener('abort', stop)
  }
}

/** The last bytes of a stream. */
function tail(maxBytes: number) {
  let parts: Buffer[] = []
  let size = 0
  return {
    add(part: Buffer): void {
      parts.push(part)
      size += part.length
      if (size <= 2 * maxBytes) return
      parts = [Buffer.concat(parts).subarray(-maxBytes)]
      size = maxBytes
    },
    text: () => Buffer.concat(parts).subarray(-maxBytes).toString('utf8'),
  }
}
