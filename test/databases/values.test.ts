import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'

import { readSchema } from '../../packages/platform/src/adapters/mariadb-source/definitions-sql.ts'
import { findProgram } from '../../packages/platform/src/adapters/mariadb-source/index.ts'
import { readValues as readMariadb } from '../../packages/platform/src/adapters/mariadb-source/read-values.ts'
import { openSession } from '../../packages/platform/src/adapters/mariadb-source/session.ts'
import { dumpPart } from '../../packages/platform/src/adapters/postgres-source/dump-database.ts'
import { callersSession, findPrograms } from '../../packages/platform/src/adapters/postgres-source/index.ts'
import { readValues as readPostgres } from '../../packages/platform/src/adapters/postgres-source/read-values.ts'
import type { DatabaseValue } from '../../packages/platform/src/phases/recover/databases/index.ts'
import { noMariadb, startMariadb } from './mariadb-server.ts'
import { noPostgres, startSource } from './source-server.ts'

test('PostgreSQL: what a dump carries is shown, whatever place holds it', { skip: noPostgres }, async () => {
  await using source = await startSource()
  source.sql('create database odd')
  source.sql(
    `create table t (a name, b text); insert into t values ('in a name', 'in a text');
    comment on database odd is 'said of the database';
    alter database odd set my.setting = 'set for the database'`,
    'odd',
  )
  const session = callersSession(await findPrograms(), source.env)
  const dump = join(source.folder, 'odd.dump')
  await dumpPart(session, { database: 'odd' }, { file: dump, withoutOwners: false })
  const seen = await allOf(readPostgres(session, { database: 'odd', dump }))
  for (const text of ['in a name', 'in a text', 'said of the database', 'set for the database']) {
    assert.ok(seen.includes(text), text)
  }
})

test(
  'MariaDB: what a function gives back may be a text of somebody’s making',
  { skip: noMariadb },
  async () => {
    await using source = await startMariadb()
    source.sql(`create database odd; use odd; create function f() returns enum('in a type') return null`)
    const reach = { client: await findProgram('mariadb', undefined), optionFile: source.optionFile }
    await using session = await openSession(reach)
    const { tables } = await readSchema(session, 'odd')
    const seen = await allOf(readMariadb(reach, session, { schema: 'odd', tables }))
    assert.ok(seen.includes('in a type'))
  },
)

async function allOf(values: AsyncIterable<DatabaseValue>): Promise<Buffer> {
  return Buffer.concat((await Array.fromAsync(values)).map(({ bytes }) => Buffer.from(bytes)))
}
