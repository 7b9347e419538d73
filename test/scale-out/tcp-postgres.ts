import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

import { serverAccount } from '../../packages/platform/src/adapters/database/server/account.ts'
import { findPrograms } from '../../packages/platform/src/adapters/database/server/programs.ts'

const execute = promisify(execFile)
const password = 'only for this test'

/** A PostgreSQL that machines reach over the network, as an operator's own: a password, a port, no socket of ours. */
export interface TcpPostgres extends AsyncDisposable {
  readonly url: string
  /** Ends at once, without a word to anybody, and is there again after so long. */
  crash(awayMs: number): Promise<void>
}

/** Starts one that listens on an address of this machine. */
export async function tcpPostgres(address: string): Promise<TcpPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-tcp-postgres-'))
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  const account = await serverAccount(join(folder, 'nobody-yet'))
  if (account !== undefined) for (const place of [folder, data]) chownSync(place, account.uid, account.gid)
  const programs = await findPrograms(account)
  const secret = join(folder, 'password')
  writeFileSync(secret, password)
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8']
  const asRole = ['--username=anlauf', '--auth=scram-sha-256', `--pwfile=${secret}`, '--no-sync']
  await execute(programs.initdb, ['-D', data, ...locale, ...asRole], { ...account, env, cwd: folder })
  appendFileSync(join(data, 'pg_hba.conf'), 'host all all all scram-sha-256\n')
  const port = await freePort(address)
  const settings = [
    `listen_addresses=${address}`,
    `port=${port}`,
    `unix_socket_directories=${folder}`,
    'fsync=off',
  ]
  const start = async (): Promise<ChildProcess> => {
    const started = spawn(programs.postgres, ['-D', data, ...settings.flatMap((one) => ['-c', one])], {
      ...account,
      env,
      cwd: folder,
      stdio: 'ignore',
    })
    await ready(started, data)
    return started
  }
  let server = await start()
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    server.kill(signal)
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
  }
  const user = `anlauf:${encodeURIComponent(password)}`
  return {
    url: `postgres://${user}@${address}:${port}/postgres`,
    async crash(awayMs) {
      await end('SIGQUIT')
      rmSync(join(data, 'postmaster.pid'), { force: true })
      await sleep(awayMs)
      server = await start()
    },
    async [Symbol.asyncDispose]() {
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function ready(server: ChildProcess, data: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}`)
    if (statusIn(join(data, 'postmaster.pid')) === 'ready') return
    await sleep(100)
  }
  throw new Error('PostgreSQL is not ready after a minute')
}

/** Line 8 of the file says how far the server is. */
function statusIn(file: string): string {
  try {
    return (readFileSync(file, 'utf8').split('\n')[7] ?? '').trim()
  } catch {
    return ''
  }
}

export async function freePort(address: string): Promise<number> {
  const probe = createServer().listen(0, address)
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
