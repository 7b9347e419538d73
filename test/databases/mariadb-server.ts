import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { openCli, type TestCli } from '../../packages/platform/src/doors/cli/cli.fixture.ts'
import type { AnlaufContext } from '../../packages/platform/src/doors/cli/context.ts'
import { needProgram } from '../debian.ts'

/** Why these tests cannot run here, for `test(…, { skip })`. The core packages start no server of their own. */
export const noMariadb =
  needProgram('mariadb-install-db', 'mariadb-server-core') || needProgram('mariadb-dump', 'mariadb-client')

const password = 'p"a\'s\\s #1'

/** A real server of a customer with a repository beside it; everything is removed at the end. */
export interface MariadbSource extends AsyncDisposable {
  readonly folder: string
  /** Option file of the account that backs up. */
  readonly optionFile: string
  readonly cli: TestCli
  /** Runs SQL as the server's root; rows as text, columns with tabs. */
  sql(text: string): string
  /** `anlauf protect mariadb dump` of this server. */
  dump(...args: string[]): ReturnType<TestCli['run']>
  /** Id of the newest snapshot. */
  newest(): Promise<string>
  /** A folder of MariaDB's programs in which `mariadb-dump` is a shell script; `$REAL` and `$SQL` are the real ones. */
  programsWith(script: string): string
}

/** A short path: Linux takes no socket of more than 107 characters. */
function newFolder(): string {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'anlauf-my-'))
  chmodSync(folder, 0o755)
  return folder
}

/** Servers refuse root: as root everything of the customer runs as the account that every system has. */
const account =
  process.getuid?.() === 0
    ? {
        uid: Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' })),
        gid: Number(execFileSync('id', ['-g', 'nobody'], { encoding: 'utf8' })),
      }
    : {}

export async function startMariadb({
  startScanner = () => Promise.reject(new Error('nothing is scanned here')),
}: { readonly startScanner?: AnlaufContext['startScanner'] } = {}): Promise<MariadbSource> {
  const folder = newFolder()
  const data = join(folder, 'data')
  mkdirSync(data)
  mkdirSync(join(folder, 'run'))
  if (account.uid !== undefined) {
    chownSync(data, account.uid, account.gid)
    chownSync(join(folder, 'run'), account.uid, account.gid)
  }
  const socket = join(folder, 'run', 's')
  execFileSync(
    'mariadb-install-db',
    [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
    ],
    {
      ...account,
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', TMPDIR: join(folder, 'run') },
      stdio: 'ignore',
    },
  )
  const server = spawn(
    existsSync('/usr/sbin/mariadbd') ? '/usr/sbin/mariadbd' : 'mariadbd',
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${socket}`,
      `--pid-file=${join(folder, 'run', 'pid')}`,
      `--log-error=${join(folder, 'run', 'log')}`,
      '--skip-networking',
      '--skip-name-resolve',
      '--innodb-flush-log-at-trx-commit=0',
    ],
    { ...account, stdio: 'ignore' },
  )
  const isReady = (): boolean => {
    const log = join(folder, 'run', 'log')
    return existsSync(log) && readFileSync(log, 'utf8').includes('ready for connections')
  }
  for (let at = 0; at < 1500 && !isReady() && server.exitCode === null; at += 1) await sleep(20)

  function sql(text: string): string {
    const ran = spawnSync(
      'mariadb',
      [
        '--no-defaults',
        `--socket=${socket}`,
        '--user=root',
        '--default-character-set=utf8mb4',
        '--batch',
        '-N',
      ],
      { input: text, encoding: 'utf8', maxBuffer: 1e9 },
    )
    if (ran.status !== 0) throw new Error(ran.stderr)
    return ran.stdout.trim()
  }
  sql(`create user backup@localhost identified by '${password.replaceAll(/['\\]/g, '\\$&')}';
    grant select, show view, trigger, event, reload, process, lock tables on *.* to backup@localhost`)
  const optionFile = join(folder, 'backup.cnf')
  const quoted = password.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
  // What is no part of a connection must not change what is dumped.
  writeFileSync(
    optionFile,
    `[client]\nsocket=${socket}\nuser=backup\npassword="${quoted}"\ninit-command="set sql_mode=ANSI"\n[mariadb-dump]\nno-data\nwhere="1=0"\n`,
    { mode: 0o600 },
  )
  const cli = openCli({ startScanner })
  Object.assign(cli.env, { RESTIC_REPOSITORY: join(folder, 'repository') })
  const made = await cli.run('repo', 'init')
  if (made.exitCode !== 0) throw new Error(made.stderr)
  return {
    folder,
    optionFile,
    cli,
    sql,
    dump: (...args) =>
      cli.run('protect', 'mariadb', 'dump', '--server', 'web', '--defaults-file', optionFile, ...args),
    async newest() {
      const snapshots = await cli.json<readonly { id: string }[]>(['repo', 'snapshots'])
      return snapshots.at(-1)?.id ?? ''
    },
    programsWith(script) {
      const bin = mkdtempSync(join(folder, 'bin-'))
      for (const name of ['mariadb', 'my_print_defaults']) symlinkSync(`/usr/bin/${name}`, join(bin, name))
      const text = `#!/bin/sh\nREAL=/usr/bin/mariadb-dump\nSQL="/usr/bin/mariadb --no-defaults --socket=${socket} --user=root"\ncd ${bin}\n${script}\n`
      writeFileSync(join(bin, 'mariadb-dump'), text, { mode: 0o755 })
      return bin
    },
    async [Symbol.asyncDispose]() {
      await cli[Symbol.asyncDispose]()
      const ended = new Promise((resolve) => server.once('exit', resolve))
      if (server.exitCode === null) {
        server.kill('SIGTERM')
        await ended
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
