import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { noPostgres, startSource } from './source-server.ts'

test(
  'a cluster comes back to the moment before the attack, without what the attacker set',
  { skip: noPostgres },
  async () => {
    await using source = await startSource({ archive: true })
    source.sql(`create database shop; create role clerk login password 'x'`)
    source.sql(
      `create table orders (id int primary key, what text); insert into orders select g, 'order ' || g from generate_series(1, 1000) g`,
      'shop',
    )
    const base = source.cli('protect', 'postgres', 'base', '--cluster', 'main', '--json')
    assert.equal(base.code, 0, base.stderr)
    source.sql(`insert into orders values (1001, 'the last good one')`, 'shop')
    const before = source.sql(
      `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    )
    source.sql(
      `create role ghost superuser login; alter system set shared_preload_libraries = 'evil'; alter system set archive_cleanup_command = 'touch /tmp/owned'`,
    )
    source.sql(
      `create function leak() returns trigger language plpgsql security definer as 'begin return null; end'; create trigger t after insert on orders for each row execute function leak(); delete from orders`,
      'shop',
    )
    await source.switchLog()

    const into = join(source.folder, 'clean')
    const ran = source.operator(
      'recover',
      'postgres',
      'run',
      '--cluster',
      'main',
      '--until',
      before,
      '--into',
      into,
    )
    assert.equal(ran.code, 0, ran.stdout + ran.stderr)
    assert.ok(existsSync(join(into, 'report.json')))
    const out = join(source.folder, 'handover')
    const cut = source.operator(
      'recover',
      'postgres',
      'slice',
      '--from',
      into,
      '--database',
      'shop',
      '--out',
      out,
    )
    assert.equal(cut.code, 0, cut.stdout + cut.stderr)
    console.log(cut.stdout, cut.stderr, readFileSync(join(out, 'manifest.json'), 'utf8'))
    const rows = source.operator(
      'recover',
      'postgres',
      'slice',
      '--from',
      into,
      '--database',
      'shop',
      '--out',
      out + '2',
      '--key',
      'orders.id',
      '--tenant',
      '7',
    )
    assert.equal(rows.code, 0, rows.stdout + rows.stderr)
    console.log(rows.stdout)
  },
)
