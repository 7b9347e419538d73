import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { openDatabase } from './open-database.ts'
import { knownHashes } from './known-hashes.ts'

const home = await mkdtemp(join(tmpdir(), 'anlauf-hashes-'))
const database = await openDatabase({ home })
after(async () => {
  await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

const hash = (number: number): string => number.toString(16).padStart(64, '0')

test('finds what was stored, in more than one batch, the last of equal keys', async () => {
  const known = knownHashes(database)
  const rows = Array.from({ length: 2500 }, (_, at) => ({ key: `key ${at}`, sha256: hash(at) }))
  await known.store([...rows, { key: 'key 7', sha256: hash(8) }])
  const found = await knownHashes(database).find([...rows.map(({ key }) => key), 'never seen'])
  assert.equal(found.size, 2500)
  assert.equal(found.get('key 7'), hash(8))
  assert.equal(found.get('key 9'), hash(9))
})

test('a row that was altered or written without the key is not believed', async () => {
  const known = knownHashes(database)
  await known.store([{ key: 'altered', sha256: hash(1) }])
  await database.query(`update anlauf.known_hash set sha256 = $1 where content_key = 'altered'`, [hash(2)])
  await database.query(`insert into anlauf.known_hash values ('forged', $1, '\\x00')`, [hash(3)])
  assert.equal((await known.find(['altered', 'forged'])).size, 0)
})
