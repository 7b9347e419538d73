import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { openDatabase } from './open-database.ts'
import { verdictCache } from './verdict-cache.ts'

const home = await mkdtemp(join(tmpdir(), 'anlauf-cache-'))
const database = await openDatabase({ home })
after(async () => {
  await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

const engine = { engine: 'yara-x', version: '1.7.1', ruleSetDigest: 'aa' }
const clean = { ...engine, verdict: 'clean', matches: [] } as const
const infected = { ...engine, verdict: 'infected', matches: ['webshell', 'quote " and , comma'] } as const

test('finds what it stored, for exactly this engine and rule set, in more than one batch', async () => {
  const cache = verdictCache(database)
  const keys = Array.from({ length: 2500 }, (_, number) => `content-${number}`)
  await cache.store(keys.map((key, number) => ({ key, verdict: number === 7 ? infected : clean })))
  const found = await cache.find([...keys, 'never seen'], engine)
  assert.equal(found.size, 2500)
  assert.deepEqual(found.get('content-7'), infected)
  assert.deepEqual(found.get('content-8'), clean)
  assert.equal((await cache.find(keys, { ...engine, ruleSetDigest: 'bb' })).size, 0)
  assert.equal((await cache.find(keys, { ...engine, version: '1.7.2' })).size, 0)
  assert.equal((await cache.find([], engine)).size, 0)
})

test('unknown is not kept; of equal keys the last verdict counts; a later one replaces an earlier one', async () => {
  const cache = verdictCache(database)
  const unknown = { ...engine, verdict: 'unknown', cause: 'timeout', matches: [] } as const
  const suspicious = { ...engine, verdict: 'suspicious', cause: 'timeout', matches: ['packer'] } as const
  await cache.store([
    { key: 'slow', verdict: unknown },
    { key: 'twice', verdict: clean },
    { key: 'twice', verdict: infected },
    { key: 'later', verdict: clean },
  ])
  await cache.store([{ key: 'later', verdict: suspicious }])
  const found = await cache.find(['slow', 'twice', 'later'], engine)
  assert.deepEqual(Object.fromEntries(found), { twice: infected, later: suspicious })
})

test('a row that was altered, moved to another content or written without the key is not believed', async () => {
  const cache = verdictCache(database)
  await cache.store([
    { key: 'altered', verdict: infected },
    { key: 'moved', verdict: clean },
    { key: 'honest', verdict: clean },
  ])
  await database.query(
    `update anlauf.verdict_cache set verdict = 'clean', matches = '[]' where content_key = 'altered'`,
  )
  await database.query(`update anlauf.verdict_cache set content_key = 'trojan' where content_key = 'moved'`)
  await database.query(
    `insert into anlauf.verdict_cache select 'invented', engine, version, rule_set_digest, verdict, matches, cause,
            sha256('no key') from anlauf.verdict_cache where content_key = 'honest'`,
  )
  const found = await cache.find(['altered', 'moved', 'trojan', 'invented', 'honest'], engine)
  assert.deepEqual([...found.keys()], ['honest'])

  await cache.store([{ key: 'altered', verdict: infected }])
  assert.deepEqual(
    (await cache.find(['altered'], engine)).get('altered'),
    infected,
    'scanning again repairs it',
  )
})

test('the key lies in the home for our eyes only; with another key nothing is known', async () => {
  const file = join(home, 'cache.key')
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  await verdictCache(database).store([{ key: 'keyed', verdict: clean }])
  const stranger = verdictCache(database, { key: Buffer.alloc(32, 1) })
  assert.equal((await stranger.find(['keyed'], engine)).size, 0)
  await writeFile(file, 'no key')
  await assert.rejects(verdictCache(database).find(['keyed'], engine), { code: 'database-failed' })
})

test('the code of a row is that of the whole list as JSON: rows of earlier versions are still believed', async () => {
  const key = Buffer.alloc(32, 5)
  const odd = { engine: 'e"\\,', version: '1 [', ruleSetDigest: 'ü' }
  const cache = verdictCache(database, { key })
  const verdicts = [
    { key: 'plain', verdict: { ...odd, verdict: 'clean', matches: [] } },
    { key: 'a "quote", and a \\', verdict: { ...odd, verdict: 'infected', matches: ['x","y', 'ß'] } },
    { key: 'cause', verdict: { ...odd, verdict: 'suspicious', matches: ['p'], cause: 'timeout' } },
  ] as const
  await cache.store(verdicts)
  for (const { key: name, verdict } of verdicts) {
    const cause = 'cause' in verdict ? verdict.cause : null
    const list = ['anlauf verdict v1', name, odd.engine, odd.version, odd.ruleSetDigest]
    const text = JSON.stringify([...list, verdict.verdict, verdict.matches, cause])
    const mac = createHmac('sha256', key).update(text).digest()
    const [row] = await database.query<{ mac: Buffer }>(
      'select mac from anlauf.verdict_cache where content_key = $1',
      [name],
    )
    assert.deepEqual(row?.mac, mac)
    assert.deepEqual((await cache.find([name], odd)).get(name), verdict)
  }
})
