import { readlink } from 'node:fs/promises'

import type { Account } from './account.ts'
import { runProgram } from './run-program.ts'

/** How a program is started so that it reaches no network, and what proves it. */
export interface Isolation {
  /** `network-namespace`: the kernel gives it no interface; `settings`: only its configuration says so. */
  readonly kind: 'network-namespace' | 'settings'
  readonly program: string
  readonly args: readonly string[]
  readonly account: Account | undefined
}

/**
 * The strongest isolation that this machine gives: a network namespace without interfaces (`unshare --net`), in
 * which code of the restored databases finds no way out even if it runs; unix sockets go on working. Each wrapper
 * replaces itself, so the process id stays that of the program.
 */
export async function isolate(
  program: string,
  args: readonly string[],
  account: Account | undefined,
): Promise<Isolation> {
  const wrapped =
    account === undefined
      ? ['--net', '--map-current-user', '--']
      : [
          '--net',
          '--',
          'setpriv',
          `--reuid=${account.uid}`,
          `--regid=${account.gid}`,
          '--clear-groups',
          '--no-new-privs',
          '--',
        ]
  const probe = await runProgram({ code: 'cannot-isolate', name: 'this system' }, 'unshare', [
    ...wrapped,
    'true',
  ]).catch(() => undefined)
  if (probe?.code !== 0) return { kind: 'settings', program, args, account }
  return {
    kind: 'network-namespace',
    program: 'unshare',
    args: [...wrapped, program, ...args],
    account: undefined,
  }
}

/** Whether a running process has a network namespace of its own. */
export async function hasOwnNetwork(pid: number): Promise<boolean> {
  try {
    return (await readlink(`/proc/${pid}/ns/net`)) !== (await readlink('/proc/self/ns/net'))
  } catch {
    return false
  }
}
