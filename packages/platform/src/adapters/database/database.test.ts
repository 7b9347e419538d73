import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { openDatabase } from './open-database.ts'
import { migrate } from './migrate.ts'

const home = await mkdtemp(join(tmpdir(), 'anlauf-tables-'))
const database = await openDatabase({ home })
after(async () => {
  await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

test('a transaction is all or nothing, and its connection stays usable', async () => {
  await database.query('create table step (id int primary key)')
  await assert.rejects(
    database.transaction(async (session) => {
      await session.query('insert into step values (1)')
      await session.query('insert into step values (1)')
    }),
    { code: 'database-failed', message: /duplicate key/ },
  )
  const kept = await database.transaction(async (session) => {
    await session.query('insert into step values (2)')
    return session.query('select id from step')
  })
  assert.deepEqual(kept, [{ id: 2 }])
})

test('a connection that the server ends fails its statement only', async () => {
  await assert.rejects(database.query('select pg_terminate_backend(pg_backend_pid())'), { retry: 'later' })
  assert.deepEqual(await database.query('select 1 as one'), [{ one: 1 }])
})

test('opens an existing server by URL, and says what is wrong with one that does not answer', async () => {
  const socket = encodeURIComponent(join(home, 'postgres'))
  await using same = await openDatabase({ url: `postgres://anlauf@/postgres?host=${socket}` })
  assert.equal(same.home, undefined)
  assert.deepEqual(await same.query('select id from step'), [{ id: 2 }])
  const nowhere = encodeURIComponent(join(home, 'nowhere'))
  await assert.rejects(openDatabase({ url: `postgres://anlauf@/postgres?host=${nowhere}` }), {
    code: 'database-failed',
    retry: 'later',
  })
})

test('a home that cannot be a folder is refused with what to do', async () => {
  const file = join(home, 'a-file')
  await writeFile(file, '')
  const refused = { code: 'database-failed', message: /cannot be used/ }
  await assert.rejects(openDatabase({ home: file }), refused)
  await assert.rejects(openDatabase({ home: join(file, 'below') }), refused)
})

test('several may migrate at once; a changed, a missing and a failing migration are refused', async () => {
  const [names] = await database.query<{ names: string[] }>(
    'select array_agg(name order by name) as names from anlauf.migration',
  )
  const bundled = await readdir(new URL('../../../migrations', import.meta.url))
  assert.deepEqual(names?.names, bundled.sort())

  const folder = join(home, 'migrations')
  await mkdir(folder)
  await writeFile(
    join(folder, '0001-a.sql'),
    'create table anlauf.a (id int); create table anlauf.b (id int);',
  )
  // From the second time on, every connection remembers a schema that came and went.
  for (let time = 0; time < 5; time += 1) {
    await database.query('drop schema if exists anlauf cascade')
    await Promise.all([1, 2, 3, 4].map(() => migrate(database, folder)))
  }
  await writeFile(join(folder, '0002-c.sql'), 'create table anlauf.c (id int)')
  await migrate(database, folder)

  await writeFile(join(folder, '0003-half.sql'), 'create table anlauf.half (id int); select 1 / 0;')
  await assert.rejects(migrate(database, folder), { message: /division by zero/ })
  assert.deepEqual(await database.query(`select to_regclass('anlauf.half') as half`), [{ half: null }])
  await rm(join(folder, '0003-half.sql'))

  await writeFile(join(folder, '0001-a.sql'), 'create table anlauf.a (id bigint)')
  await assert.rejects(migrate(database, folder), { message: /0001-a.sql was changed/ })
  await rm(join(folder, '0001-a.sql'))
  await assert.rejects(migrate(database, folder), { message: /unknown migration 0001-a.sql/ })
})
