import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

import { RepositoryError } from '../../error.ts'
import { printable } from '../printable.ts'
import { Transient } from '../remote/transient.ts'
import { splitCommand } from './split-command.ts'

/** How a host is reached. */
export interface SshTarget {
  readonly user?: string | undefined
  readonly host: string
  readonly port?: number | undefined
  /** Further arguments for ssh (`-o sftp.args=…`), before ours: the first one counts. */
  readonly args?: string | undefined
  /** A whole command instead of ssh (`-o sftp.command=…`). */
  readonly command?: string | undefined
  readonly env?: NodeJS.ProcessEnv | undefined
}

/** A running ssh whose two ends speak SFTP. */
export interface SshProcess {
  readonly input: Writable
  readonly output: Readable
  /** Resolves when it has ended, with what that means. */
  readonly ended: Promise<Transient | RepositoryError>
  /** While work is under way the process keeps us alive, otherwise not. */
  hold(isHeld: boolean): void
  kill(): void
}

/** Enough for ssh's complaints; a banner may be longer. */
const maxComplaint = 8 * 1024

/** Starts ssh without a shell; it asks nobody and says why it ends. */
export function startSsh(target: SshTarget): SshProcess {
  const [program = 'ssh', ...parameters] =
    target.command === undefined ? ['ssh', ...sshArguments(target)] : splitCommand(target.command)
  const child = spawn(program, parameters, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: withoutSecrets(target.env ?? process.env),
    // A group of its own: Ctrl-C stops us, and we still need the connection to take back the lock.
    detached: true,
  })
  let complaint = ''
  child.stderr.on('data', (bytes: Buffer) => {
    complaint = (complaint + bytes.toString('utf8')).slice(-maxComplaint)
  })
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => undefined)
  const ended = new Promise<Transient | RepositoryError>((resolve) => {
    child.on('error', (error) => resolve(cannotStart(program, error)))
    child.on('close', (code) => resolve(endOf(target, code, complaint)))
  })
  return {
    input: child.stdin,
    output: child.stdout,
    ended,
    hold: (isHeld) => hold(child, isHeld),
    kill: () => void child.kill('SIGKILL'),
  }
}

function sshArguments({ user, host, port, args }: SshTarget): string[] {
  return [
    ...(args === undefined ? [] : splitCommand(args)),
    // A question that nobody answers would look like a server that hangs.
    '-oBatchMode=yes',
    '-oConnectTimeout=30',
    '-oServerAliveInterval=20',
    '-oServerAliveCountMax=3',
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(user === undefined ? [] : ['-l', user]),
    '-s',
    '--',
    host,
    'sftp',
  ]
}

/** ssh may be told to send variables to the server; passwords must not be among them. */
function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:RESTIC|AWS|ANLAUF)_/.test(name)))
}

function hold(child: ChildProcess, isHeld: boolean): void {
  const streams = [child.stdin, child.stdout, child.stderr] as (null | { ref?(): void; unref?(): void })[]
  for (const one of [child, ...streams]) {
    if (isHeld) one?.ref?.()
    else one?.unref?.()
  }
}

function cannotStart(program: string, cause: Error): RepositoryError {
  return new RepositoryError(
    'invalid-argument',
    `The program ${program} cannot be started: ${cause.message}.`,
    {
      hint: 'Install the OpenSSH client (Debian: openssh-client), or correct -o sftp.command.',
      cause,
    },
  )
}

function endOf(target: SshTarget, code: number | null, complaint: string): Transient | RepositoryError {
  const { host } = target
  const said = printable(complaint.trim().split('\n').at(-1) ?? '')
  const context = { host, code }
  if (/host key verification failed|host identification has changed|no matching host key/i.test(complaint)) {
    return new RepositoryError('untrusted', `The host key of ${host} is unknown or has changed.`, {
      hint: `Connect once by hand with "ssh ${host}", compare the fingerprint with what the administrator reads out, and accept it. A key that has changed can mean that somebody stands between you and the server.`,
      context,
    })
  }
  if (/permission denied|too many authentication failures|no supported authentication/i.test(complaint)) {
    return new RepositoryError('access-denied', `${host} does not let us in: ${said}`, {
      hint: 'Log in with a key: check user, key file (-o sftp.args="-i FILE") and agent. Nobody is asked for a password here.',
      context,
    })
  }
  if (/could not resolve hostname/i.test(complaint)) {
    return lost(`${host} cannot be found: its name does not resolve`, context)
  }
  if (/connection refused/i.test(complaint))
    return lost(`${host} refuses the connection: nothing listens there`, context)
  if (/subsystem request failed/i.test(complaint)) {
    return new RepositoryError('unsupported', `${host} offers no SFTP.`, {
      hint: 'Turn on the subsystem "sftp" in the configuration of the SSH server.',
      context,
    })
  }
  return lost(`The connection to ${host} ended${said === '' ? '' : `: ${said}`}`, context)
}

function lost(message: string, context: Record<string, unknown>): Transient {
  return new Transient(
    new RepositoryError('unreachable', `${message}.`, {
      hint: 'Check that the server runs and that name, port, network and firewall are right; then start the same command again, what was stored is kept.',
      retry: 'later',
      context,
    }),
  )
}
