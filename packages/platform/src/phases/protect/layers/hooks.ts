import { spawn } from 'node:child_process'

import type { Dataset } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'

/** A database that needs longer to stand still has another problem. */
const maxMs = 3_600_000
/** What a command said last is what explains its failure. */
const maxSaid = 2_000

/**
 * Runs work between the commands that a data set wants before and after its backup: stop writing, dump, snapshot;
 * then go on. When a command before fails there is no backup, because it would look like one; the commands after it
 * run in every case. Commands are programs with arguments, no shell reads them.
 * Throws `hook-failed`.
 */
export async function withHooks<Result>(
  { id, hooks }: Dataset,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  let result: Result
  try {
    for (const command of hooks.before) await runHook(id, command, signal)
    result = await work()
  } catch (error) {
    for (const command of hooks.after) await runHook(id, command, undefined).catch(() => undefined)
    throw error
  }
  for (const command of hooks.after) await runHook(id, command, undefined)
  return result
}

async function runHook(
  dataset: string,
  command: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const [program, ...args] = command
  if (program === undefined) return
  let said = ''
  const ended = await new Promise<string>((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: maxMs,
      killSignal: 'SIGKILL',
      ...(signal && { signal }),
    })
    const listen = (bytes: Buffer): void => void (said = (said + bytes.toString()).slice(-maxSaid))
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, killed) => resolve(code === 0 ? '' : `ended with ${code ?? killed}`))
  })
  if (ended === '') return
  throw new AnlaufError('hook-failed', `${program} of the data set ${dataset} ${ended}: ${said.trim()}`, {
    hint: 'Run the command by hand, as the account that makes the backups; the backup was not made.',
    retry: 'later',
    context: { dataset, command },
  })
}
