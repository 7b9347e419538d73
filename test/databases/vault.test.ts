import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { clientPassword, letIn, startVault } from '../interop/vault-process.ts'
import { newFolder, noPostgres, startSource } from './source-server.ts'

test(
  'a server that may only write to a vault backs up and archives; a restorer brings it back',
  { skip: noPostgres },
  async () => {
    const folder = newFolder('pg-vault')
    await letIn(folder, { setup: 'provisioner', server: 'writer', operator: 'restorer' })
    const vault = await startVault(folder)
    const at = (client: string): string =>
      `rest:${vault.url.replace('://', `://${client}:${clientPassword}@`)}/acme/`
    try {
      await using source = await startSource({ archive: true, repository: at('server') })
      const made = source.cli('repo', 'init', '--repo', at('setup'))
      assert.equal(made.code, 0, made.stderr)
      source.sql('create table orders (id int primary key); insert into orders values (1)')
      for (let night = 1; night <= 2; night += 1) {
        const base = source.cli('protect', 'postgres', 'base', '--cluster', 'main')
        assert.equal(base.code, 0, base.stderr)
      }
      source.sql('insert into orders values (2)')
      const name = await source.switchLog()
      const again = source.cli(
        'protect',
        'postgres',
        'wal',
        '--cluster',
        'main',
        join(source.data, 'pg_wal', name),
      )
      assert.equal(again.stdout, `${name} was there already\n`, again.stderr)
      const into = join(source.folder, 'clean')
      const run = [
        'recover',
        'postgres',
        'run',
        '--cluster',
        'main',
        '--latest',
        '--into',
        into,
        '--repo',
        at('operator'),
      ]
      const ran = await source.operator(...run)
      assert.equal(ran.code, 0, ran.stdout + ran.stderr)
      assert.match(ran.stdout, /replayed to the end of the log/)
    } finally {
      await vault.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
