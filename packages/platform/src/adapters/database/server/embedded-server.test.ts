import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Database } from '../database.ts'
import { openDatabase } from '../open-database.ts'
import { clusterName, isServerOf, namedPostmaster } from './postmaster.ts'
import { stopServer } from './stop-server.ts'

const folder = await mkdtemp(join(tmpdir(), 'anlauf-database-'))
after(() => rm(folder, { recursive: true }))

// One cluster for the whole file: creating it takes a second, everything after that milliseconds.
const home = join(folder, 'a home whose path is much longer than the name of a unix socket may be '.repeat(3))
const dataFolder = join(home, 'postgres')

test('creates a cluster that only its account can enter, however long the path of the home', async () => {
  await mkdir(join(home, 'postgres.new-left-by-a-crash'), { recursive: true })
  await using database = await openDatabase({ home })
  await database.query('create table kept (id int primary key)')
  const { mode, uid } = await stat(dataFolder)
  assert.equal(mode & 0o777, 0o700)
  assert.notEqual(uid, 0)
  assert.deepEqual(
    (await readdir(home)).sort(),
    ['database.lock', 'postgres', 'postgres.log'],
    'what an interrupted creation left is gone',
  )
  const [settings] = await database.query(
    `select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages,
            current_setting('synchronous_commit') as commit, current_setting('data_checksums') as checksums,
            current_setting('listen_addresses') as addresses,
            (select datlocale from pg_database where datname = current_database()) as locale`,
  )
  assert.deepEqual(settings, {
    fsync: 'on',
    pages: 'on',
    commit: 'on',
    checksums: 'on',
    addresses: '',
    locale: 'C.UTF-8',
  })
})

test('the last user who leaves ends the server, nobody before', async () => {
  const first = await openDatabase({ home })
  const second = await openDatabase({ home })
  const pid = serverPid()
  await first[Symbol.asyncDispose]()
  assert.ok(isRunning(pid))
  await second.query('insert into kept values (1)')
  await second[Symbol.asyncDispose]()
  assert.ok(!isRunning(pid))
})

test('several processes that open a home at the same time share one server', async () => {
  const children = [1, 2, 3].map(() =>
    startUser('await database.query("select 1"); say(serverPid()); await line()'),
  )
  const pids = await Promise.all(children.map((child) => child.said()))
  assert.equal(new Set(pids).size, 1)
  for (const child of children) child.process.stdin.end('\n')
  for (const child of children) assert.equal(await child.exitCode, 0)
  assert.ok(!isRunning(Number(pids[0])))
})

test('a server killed with -9 is started again by the next statement and has lost nothing', async () => {
  await using database = await openDatabase({ home })
  await database.query('insert into kept select generate_series(100, 199)')
  const killed = serverPid()
  process.kill(killed, 'SIGKILL')
  await countsUntilRevived(database, killed)
})

test('a server killed with -9 is started again although our own place in it has not noticed yet', async () => {
  await using database = await openDatabase({ home })
  const [member] = await database.query<{ pid: number }>(
    `select pid from pg_stat_activity where application_name = 'anlauf member'`,
  )
  assert.ok(member)
  const killed = serverPid()
  process.kill(member.pid, 'SIGSTOP')
  process.kill(killed, 'SIGKILL')
  const noticed = sleep(500).then(() => process.kill(member.pid, 'SIGKILL'))
  await countsUntilRevived(database, killed)
  await noticed
})

/** Its processes may answer a last statement before they notice that the main one is gone. */
async function countsUntilRevived(database: Database, killed: number): Promise<void> {
  const deadline = Date.now() + 10_000
  while (serverPid() === killed && Date.now() < deadline) {
    const counted = 'select count(*)::int as rows from kept where id >= 100'
    assert.deepEqual(await eventually(() => database.query(counted)), [{ rows: 100 }])
  }
  assert.notEqual(serverPid(), killed)
  assert.ok(isRunning(serverPid()))
}

test('the server of a process killed with -9 is joined by the next one and then ended', async () => {
  const child = startUser(
    'await database.query("insert into kept values (2)"); say(serverPid()); await line()',
  )
  const pid = Number(await child.said())
  child.process.kill('SIGKILL')
  await child.exitCode
  assert.ok(isRunning(pid))
  const database = await openDatabase({ home })
  assert.equal(serverPid(), pid)
  assert.deepEqual(await database.query('select id from kept where id = 2'), [{ id: 2 }])
  await database[Symbol.asyncDispose]()
  assert.ok(!isRunning(pid))
})

test('process and server killed together: the next open recovers', async () => {
  const child = startUser(
    'await database.query("insert into kept values (3)"); say(serverPid()); await line()',
  )
  const pid = Number(await child.said())
  child.process.kill('SIGKILL')
  process.kill(pid, 'SIGKILL')
  await using database = await openDatabase({ home })
  assert.deepEqual(await database.query('select id from kept where id = 3'), [{ id: 3 }])
})

test('a process that exits without leaving takes the server along', async () => {
  const child = startUser('say(serverPid()); process.exit(3)')
  const pid = Number(await child.said())
  assert.equal(await child.exitCode, 3)
  const deadline = Date.now() + 5000
  while (isRunning(pid) && Date.now() < deadline) await sleep(10)
  assert.ok(!isRunning(pid))
})

test('a process that exits without leaving costs the other users nothing but a moment', async () => {
  await using database = await openDatabase({ home })
  const pid = serverPid()
  const child = startUser('say(serverPid()); process.exit(3)')
  assert.equal(await child.exitCode, 3)
  const several = () => Promise.all([1, 2, 3].map(() => database.query('select id from kept where id = 2')))
  assert.equal((await eventually(several)).length, 3)
  assert.notEqual(serverPid(), pid)
})

test('a process that forgets to leave still ends', async () => {
  const child = startUser('await database.query("select 1"); say("done")', { leaves: false })
  assert.equal(await child.said(), 'done')
  assert.equal(await child.exitCode, 0)
})

test('a stale postmaster.pid whose number another program has now does not hinder the start', async () => {
  const other = spawn('sleep', ['60'])
  await once(other, 'spawn')
  await writeFile(
    join(dataFolder, 'postmaster.pid'),
    `${other.pid}\n/proc/self/cwd\n1795486504\n5432\n.\n\n  1 1\nready   \n`,
  )
  await using database = await openDatabase({ home })
  assert.deepEqual(await database.query('select id from kept where id = 3'), [{ id: 3 }])
  assert.equal(other.exitCode, null)
  other.kill()
})

test('a server that does not react to SIGINT is killed, and the next open recovers', async () => {
  const child = startUser(
    'await database.query("insert into kept values (4)"); say(serverPid()); await line()',
  )
  const pid = Number(await child.said())
  process.kill(pid, 'SIGSTOP')
  await stopServer(clusterName(dataFolder), pid, { patienceMs: 100 })
  child.process.kill('SIGKILL')
  await using database = await openDatabase({ home })
  assert.deepEqual(await database.query('select id from kept where id = 4'), [{ id: 4 }])
})

test('refuses the folder of another major version, and says so', async () => {
  const version = join(dataFolder, 'PG_VERSION')
  const ours = await readFile(version)
  await writeFile(version, '16\n')
  await assert.rejects(openDatabase({ home }), { code: 'database-failed', message: /PostgreSQL 16/ })
  await writeFile(version, ours)
})

test('a server that cannot start says why', async () => {
  const control = join(dataFolder, 'global/pg_control')
  const intact = await readFile(control)
  await writeFile(control, 'damaged')
  await assert.rejects(openDatabase({ home }), { code: 'database-failed', message: /pg_control/ })
  await writeFile(control, intact)
  await using database = await openDatabase({ home })
  assert.equal((await database.query('select 1')).length, 1)
})

function serverPid(): number {
  const named = namedPostmaster(dataFolder)
  assert.ok(named)
  return named.pid
}

function isRunning(pid: number): boolean {
  return isServerOf(clusterName(dataFolder), pid)
}

/** A statement on a connection that is just dying may fail; the next one finds the new server. */
async function eventually<T>(statement: () => Promise<T>): Promise<T> {
  try {
    return await statement()
  } catch (error) {
    assert.equal((error as { retry?: string }).retry, 'later')
    return statement()
  }
}

/** Another process that opens the same home and runs `script`; `line()` waits until we write to it. */
function startUser(script: string, { leaves = true } = {}) {
  const program = `
    import { openDatabase } from ${JSON.stringify(new URL('../open-database.ts', import.meta.url).href)}
    import { namedPostmaster } from ${JSON.stringify(new URL('./postmaster.ts', import.meta.url).href)}
    import { once } from 'node:events'
    const serverPid = () => namedPostmaster(${JSON.stringify(dataFolder)}).pid
    const say = (text) => process.stdout.write(text + '\\n')
    const line = () => once(process.stdin, 'data')
    const database = await openDatabase({ home: ${JSON.stringify(home)} })
    ${script}
    process.stdin.destroy()
    ${leaves ? 'await database[Symbol.asyncDispose]()' : ''}
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exitCode = once(child, 'exit').then(([code]) => code as number | null)
  return {
    process: child,
    exitCode,
    said: async () => {
      const ended = exitCode.then((code) => assert.fail(`ended with ${code} before it said a word`))
      return String((await Promise.race([once(child.stdout, 'data'), ended]))[0]).trim()
    },
  }
}
