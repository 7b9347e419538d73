import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../packages/platform/bin/anlauf.js', import.meta.url))

/** What one command came to. */
export interface Ended {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** The code of an error that says what to do; empty for a kill, a crash or success. */
  readonly code: string
  /** It did not end by itself in time and was killed. */
  readonly isHung: boolean
}

export interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

/** The longest that any command may take: two seconds when nothing disturbs it, a minute where twenty others compute. */
const hungMs = 180_000

/**
 * Starts the real command line in a process of its own; `core` keeps it and its children on one core, where they
 * are fewer: half the start-up time of a short command.
 */
export function startAnlauf(args: readonly string[], env: NodeJS.ProcessEnv, core?: number): Started {
  const [command = '', ...rest] = [
    ...(core === undefined ? [] : ['taskset', '--cpu-list', String(core)]),
    process.execPath,
    program,
    ...args,
  ]
  const child = spawn(command, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  return { child, ended: hear(child) }
}

async function hear(child: ChildProcess): Promise<Ended> {
  const texts = { stdout: '', stderr: '' }
  child.stdout?.on('data', (piece: Buffer) => (texts.stdout += piece.toString()))
  child.stderr?.on('data', (piece: Buffer) => (texts.stderr += piece.toString()))
  let isHung = false
  const timer = setTimeout(() => {
    isHung = true
    child.kill('SIGKILL')
  }, hungMs)
  const [exitCode, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  clearTimeout(timer)
  // What is on its way comes; a grandchild that holds the pipe open is not waited for.
  await new Promise((resolve) => setImmediate(resolve))
  child.stdout?.destroy()
  child.stderr?.destroy()
  const code = /^Code: (\S+)$/m.exec(texts.stderr)?.[1] ?? ''
  return { exitCode, signal, ...texts, code, isHung }
}
