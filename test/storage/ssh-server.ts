import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'

import { type BackgroundProgram, startProgram } from './background-program.ts'

/** A real sshd on loopback with keys of its own, and what a client needs to get in. */
export interface SshServer extends BackgroundProgram {
  readonly port: number
  /** For `-o sftp.args=…`: key and known hosts of this server only. */
  readonly clientArguments: string
  readonly user: string
  start(): Promise<void>
  /** Ends the server and every session it holds, at once. */
  crash(): Promise<void>
}

/** Starts sshd from a folder that holds its configuration, host key, a client key and known hosts. */
export async function startSshd(
  folder: string,
  options: { subsystem?: string; lines?: readonly string[] } = {},
): Promise<SshServer> {
  const at = (name: string): string => join(folder, name)
  mkdirSync(folder, { recursive: true })
  for (const name of ['host', 'client', 'stranger']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', at(name)])
  }
  execFileSync('cp', [at('client.pub'), at('authorized')])
  const port = await freePort()
  const hostKey = execFileSync('cat', [at('host.pub')], { encoding: 'utf8' })
  writeFileSync(at('known'), `[127.0.0.1]:${port} ${hostKey}`)
  writeFileSync(
    at('config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${at('host')}`,
      `AuthorizedKeysFile ${at('authorized')}`,
      `PidFile ${at('pid')}`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin yes',
      `Subsystem sftp ${options.subsystem ?? 'internal-sftp'}`,
      ...(options.lines ?? []),
      '',
    ].join('\n'),
  )
  // sshd refuses to start as root without this folder.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true })
  const start = (): Promise<BackgroundProgram> =>
    startProgram('/usr/sbin/sshd', ['-D', '-e', '-f', at('config')], { ready: /Server listening on/ })
  let running = await start()
  return {
    ...running,
    port,
    user: userInfo().username,
    clientArguments: [
      `-F /dev/null -i ${at('client')} -oIdentitiesOnly=yes`,
      `-oUserKnownHostsFile=${at('known')} -oGlobalKnownHostsFile=/dev/null`,
    ].join(' '),
    async start() {
      running = await start()
    },
    stop: (signal) => running.stop(signal),
    async crash() {
      for (const pid of descendantsOf(running.child.pid ?? 0)) {
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          // It has just ended by itself.
        }
      }
      await running.stop('SIGKILL')
    },
  }
}

/** The processes that a process has started, and theirs. */
function descendantsOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(name)] as const)
  const children = parents.filter(([, parent]) => parent === pid).map(([child]) => child)
  return children.flatMap((child) => [child, ...descendantsOf(child)])
}

function parentOf(pid: string): number {
  try {
    // The name in parentheses may hold anything; the parent is the second field behind it.
    const [, rest = ''] = /\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    return Number(rest.split(' ')[1])
  } catch {
    return -1
  }
}

/** A loopback port on which nothing listens now. */
async function freePort(): Promise<number> {
  const server = net.createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
