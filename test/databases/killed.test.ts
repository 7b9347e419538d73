import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { newFolder, noPostgres, type Source, startSource } from './source-server.ts'

let source: Source
let folder = ''

before(async () => {
  if (noPostgres !== false) return
  source = await startSource()
  folder = newFolder('killed')
  source.sql(
    'create table orders (id int primary key, what text); insert into orders select g, repeat(md5(g::text), 8) from generate_series(1, 40000) g',
  )
})
after(async () => {
  if (noPostgres !== false) return
  rmSync(folder, { recursive: true, force: true })
  await source[Symbol.asyncDispose]()
})

/** Starts our command line and kills it with SIGKILL once it says this; false when it ended before. */
async function killAt(step: RegExp, args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [source.main, ...args], {
    env: source.env,
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: source.folder,
  })
  const gone = once(child, 'exit')
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (step.test(said)) child.kill('SIGKILL')
  })
  await gone
  return child.signalCode === 'SIGKILL'
}

/** The same after so many milliseconds. */
async function killAfter(ms: number, args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [source.main, ...args], {
    env: source.env,
    stdio: 'ignore',
    cwd: source.folder,
  })
  const gone = once(child, 'exit')
  await sleep(ms)
  child.kill('SIGKILL')
  await gone
  return child.signalCode === 'SIGKILL'
}

test(
  'a base backup killed at any moment leaves nothing behind that counts, and the next one is whole',
  { skip: noPostgres },
  async () => {
    for (const step of [/copying/, /listing/, /storing/]) {
      assert.ok(
        await killAt(step, ['protect', 'postgres', 'base', '--cluster', 'main']),
        `${step}: not killed`,
      )
    }
    await killAfter(1500, ['protect', 'postgres', 'base', '--cluster', 'main'])
    const args = [source.main, 'protect', 'postgres', 'base', '--cluster', 'main']
    const base = spawnSync(process.execPath, args, { env: source.env, encoding: 'utf8' })
    assert.equal(base.status, 0, base.stderr)
    assert.equal(existsSync(join(source.env['ANLAUF_HOME'] ?? '', 'postgres/main/base/staging')), false)
    const checked = await source.operator('repo', 'check')
    assert.equal(checked.code, 0, checked.stdout + checked.stderr)
  },
)

test('a segment whose storing is killed is stored by the next try, once', { skip: noPostgres }, async () => {
  const name =
    source.sql('select pg_walfile_name(pg_current_wal_lsn()); select pg_switch_wal()').split('\n')[0] ?? ''
  const file = join(source.data, 'pg_wal', name)
  for (const ms of [500, 900, 1300])
    await killAfter(ms, ['protect', 'postgres', 'wal', '--cluster', 'main', file])
  const stored = await source.operator('protect', 'postgres', 'wal', '--cluster', 'main', file)
  assert.equal(stored.code, 0, stored.stderr)
  const listed = JSON.parse((await source.operator('repo', 'snapshots', '--json')).stdout) as {
    paths: string[]
  }[]
  assert.equal(listed.filter(({ paths }) => paths.includes(`/postgres/main/wal/${name}`)).length, 1)
})

test(
  'a recovery killed again and again ends like one that was not, and no server is left',
  { skip: noPostgres },
  async () => {
    const into = join(folder, 'clean')
    const args = ['recover', 'postgres', 'run', '--cluster', 'main', '--latest', '--into', into]
    for (const step of [/restoring/, /fetching/, /replaying/, /listing/, /every row/, /checksum/]) {
      assert.ok(await killAt(step, args), `${step}: not killed`)
    }
    await killAfter(1800, args)
    const ran = await source.operator(...args)
    assert.equal(ran.code, 0, ran.stdout + ran.stderr)
    const out = join(folder, 'out')
    const slice = ['recover', 'postgres', 'slice', '--from', into, '--database', 'postgres', '--out', out]
    for (const step of [/dumping/, /comparing/]) assert.ok(await killAt(step, slice), `${step}: not killed`)
    assert.deepEqual(readdirSync(out), ['.lock'], 'nothing unfinished lies where it is handed over')
    const cut = await source.operator(...slice)
    assert.equal(cut.code, 0, cut.stderr)
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as {
      tables: { table: string; rows: number }[]
    }
    assert.equal(manifest.tables.find(({ table }) => table === 'public.orders')?.rows, 40000)
    assert.deepEqual(serversIn(folder), [])
  },
)

test(
  'a full disk is said, and after making room the same command goes on',
  { skip: noPostgres || process.getuid?.() !== 0 },
  async (t) => {
    const small = join(folder, 'small')
    mkdirSync(small)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', small]).status !== 0)
      return t.skip('mount -t tmpfs failed')
    try {
      const into = join(small, 'clean')
      const args = ['recover', 'postgres', 'run', '--cluster', 'main', '--latest', '--into'] as const
      // Too small for the files, then for the replay; how much is enough depends on the version.
      let failures = 0
      for (const size of [20, 46, 52, 58, 64]) {
        spawnSync('mount', ['-o', `remount,size=${size}m`, small])
        const ran = await source.operator(...args, into)
        if (ran.code === 0) break
        failures += 1
        assert.match(ran.stderr, /No space left[^]*What to do: [^]*Code: no-space/, `${size} MiB`)
      }
      assert.ok(failures > 1, 'the disk was never too small')
      spawnSync('mount', ['-o', 'remount,size=400m', small])
      const ran = await source.operator(...args, into)
      assert.equal(ran.code, 0, ran.stdout + ran.stderr)
    } finally {
      spawnSync('umount', ['--lazy', small])
    }
  },
)

/** Servers that run in a folder below this one. */
function serversIn(place: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    const found = spawnSync('readlink', [`/proc/${pid}/cwd`], { encoding: 'utf8' }).stdout.trim()
    return found.startsWith(place)
  })
}
