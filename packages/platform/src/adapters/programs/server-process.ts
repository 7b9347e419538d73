import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

import { AnlaufError } from '../../core/failure.ts'
import type { Account } from './account.ts'
import { hasOwnNetwork, isolate } from './isolation.ts'
import { bareEnvironment, type Product, programFailure } from './run-program.ts'

/** What tells one server of the clean room from every other process, and how it is asked to end. */
export interface ServerIdentity {
  readonly product: Product
  /** What messages call it: "The clean server". */
  readonly name: string
  /** An argument that no other process has. */
  readonly mark: string
  /** The signal for an orderly end, and how long one may take. */
  readonly stop: readonly [NodeJS.Signals, waitMs: number]
}

export interface ServerStart {
  readonly program: string
  readonly args: readonly string[]
  readonly account: Account | undefined
  readonly cwd: string
  /** Its output goes to the end of this file. */
  readonly log: string
  readonly isReady: (pid: number) => boolean
  /** Where to look when it did not start. */
  readonly hint: string
  readonly signal?: AbortSignal | undefined
}

export interface ServerProcess {
  readonly pid: number
  /** True when the kernel itself keeps the server from every network. */
  readonly ownNetwork: boolean
}

/** How long the kernel may take to take a process away. */
const killMs = 10_000

/**
 * Starts a server apart from every network and waits until it is ready, for as long as it lives: replaying a log may
 * take hours. Throws the product's failure, `no-space`, `aborted`.
 */
export async function startServerProcess(
  identity: ServerIdentity,
  { program, args, account, cwd, log, isReady, hint, signal }: ServerStart,
): Promise<ServerProcess> {
  const start = await isolate(program, args, account)
  const out = openSync(log, 'a', 0o600)
  const child = spawn(start.program, start.args, {
    ...start.account,
    cwd,
    env: bareEnvironment,
    stdio: ['ignore', out, out],
    // Ctrl-C in our terminal must not reach it before we have stopped it in order.
    detached: true,
  })
  closeSync(out)
  const ending: { reason?: string } = {}
  child.on('error', (error) => (ending.reason = error.message))
  child.on('exit', (code, by) => (ending.reason = by ?? `exit code ${code}`))
  const pid = child.pid ?? 0
  while (ending.reason === undefined && !isReady(pid)) {
    if (signal?.aborted === true) {
      await endServerProcess(identity, pid)
      throw stopped(signal)
    }
    await sleep(20)
  }
  if (ending.reason !== undefined) {
    const stderr = await readFile(log, 'utf8').catch(() => '')
    const what = `${identity.name} did not start (${ending.reason})`
    throw programFailure(identity.product, { what, stderr, hint })
  }
  return { pid, ownNetwork: start.kind === 'network-namespace' && (await hasOwnNetwork(pid)) }
}

/** Ends a server of ours, first in order, then by force; any other process of that number is left alone. */
export async function endServerProcess(identity: ServerIdentity, pid: number): Promise<void> {
  for (const [by, waitMs] of [identity.stop, ['SIGKILL', killMs] as const]) {
    if (!isOurs(identity, pid)) return
    process.kill(pid, by)
    const deadline = performance.now() + waitMs
    while (isOurs(identity, pid) && performance.now() < deadline) await sleep(10)
  }
  if (!isOurs(identity, pid)) return
  throw new AnlaufError(identity.product.code, `${identity.name} (process ${pid}) does not end.`, {
    hint: `A disk that does not answer is the usual reason. Look at process ${pid} before you start again.`,
    retry: 'later',
  })
}

function isOurs({ mark }: ServerIdentity, pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 1) return false
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(mark)
  } catch {
    return false
  }
}

function stopped(signal: AbortSignal): AnlaufError {
  return new AnlaufError('aborted', 'The work was stopped.', {
    hint: 'Start the same command again; what was finished is kept.',
    retry: 'now',
    cause: signal.reason,
  })
}
