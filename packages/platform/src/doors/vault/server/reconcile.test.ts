import assert from 'node:assert/strict'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { lineHash } from '../journal/index.ts'
import { openTestVault, someObject, type TestVault } from '../vault.fixture.ts'

/** A vault with three packs of one writer. */
async function stocked(): Promise<{ vault: TestVault; packs: ReturnType<typeof someObject>[] }> {
  const vault = await openTestVault()
  await vault.clients(
    { name: 'prov', role: 'provisioner' },
    { name: 'writer', role: 'writer' },
    { name: 'auditor', role: 'auditor' },
  )
  await vault.ask('/acme/?create=true', { method: 'POST', client: 'prov' })
  const packs = [someObject(), someObject(), someObject()]
  for (const { id, body } of packs)
    await vault.ask(`/acme/data/${id}`, { method: 'POST', client: 'writer', body })
  return { vault, packs }
}

function pathOf({ folder }: TestVault, id: string): string {
  return join(folder, 'repositories/acme/data', id.slice(0, 2), id)
}

/** Lines since the last start, as verb and id. */
function lastLines(vault: TestVault): string[] {
  const lines = vault.journal()
  const start = lines.findLastIndex(({ verb }) => verb === 'START')
  return lines.slice(start + 1).map((line) => [line['verb'], line['code'] ?? line['id']].join(' ').trim())
}

test('what vanished is recorded and alarmed; sent again it is there again', async () => {
  const { vault, packs } = await stocked()
  await using _closing = vault
  const [lost] = packs
  assert.ok(lost)
  rmSync(pathOf(vault, lost.id))
  await vault.restart()
  await vault.running.upkeep()
  assert.deepEqual(lastLines(vault), [`MISSING ${lost.id}`, 'ALARM storageChanged'])
  await vault.restart()
  assert.deepEqual(lastLines(vault), [], 'told once')
  const again = await vault.ask(`/acme/data/${lost.id}`, {
    method: 'POST',
    client: 'writer',
    body: lost.body,
  })
  assert.equal(again.status, 200)
  assert.ok(existsSync(pathOf(vault, lost.id)))
})

test('what nobody sent is kept, served, recorded and alarmed', async () => {
  const { vault } = await stocked()
  await using _closing = vault
  const planted = someObject()
  await vault.running.close()
  const place = pathOf(vault, planted.id)
  const folder = join(place, '..')
  mkdirSync(folder, { recursive: true })
  writeFileSync(place, planted.body)
  await vault.restart()
  await vault.running.upkeep()
  assert.deepEqual(lastLines(vault), [`FOUND ${planted.id}`, 'ALARM storageChanged'])
  assert.deepEqual((await vault.ask(`/acme/data/${planted.id}`, { client: 'auditor' })).body, planted.body)
})

test('what has another size is recorded and alarmed', async () => {
  const { vault, packs } = await stocked()
  await using _closing = vault
  const id = packs[1]?.id ?? ''
  chmodSync(pathOf(vault, id), 0o600)
  appendFileSync(pathOf(vault, id), 'x')
  await vault.restart()
  await vault.running.upkeep()
  assert.deepEqual(lastLines(vault), [`CHANGED ${id}`, 'ALARM storageChanged'])
})

test('the three moments of a crash: half an upload, one without a line, one with a line', async () => {
  const { vault, packs } = await stocked()
  await using _closing = vault
  const [half, whole] = [someObject(), someObject()]
  const known = packs[2]
  assert.ok(known)
  await vault.running.close()
  const incoming = (id: string): string =>
    join(pathOf(vault, id), '..', `.incoming-writer~${id}~0123456789ab`)
  for (const { id } of [half, whole]) mkdirSync(join(pathOf(vault, id), '..'), { recursive: true })
  writeFileSync(incoming(half.id), half.body.subarray(0, 40))
  writeFileSync(incoming(whole.id), whole.body)
  linkSync(incoming(whole.id), pathOf(vault, whole.id))
  linkSync(pathOf(vault, known.id), incoming(known.id))
  await vault.restart()
  assert.deepEqual(lastLines(vault), [`RECOVER ${whole.id}`])
  const names = readdirSync(join(vault.folder, 'repositories'), { recursive: true, encoding: 'utf8' })
  assert.deepEqual(
    names.filter((name) => name.includes('incoming')),
    [],
  )
  assert.ok(existsSync(pathOf(vault, known.id)) && !existsSync(pathOf(vault, half.id)))
  const repeated = await vault.ask(`/acme/data/${whole.id}`, {
    method: 'POST',
    client: 'writer',
    body: whole.body,
  })
  assert.equal(repeated.status, 200, 'its client tries again and is told that it is there')
})

test('a working name whose bytes are not what they should be is not believed', async () => {
  const { vault } = await stocked()
  await using _closing = vault
  const { id } = someObject()
  await vault.running.close()
  const place = pathOf(vault, id)
  mkdirSync(join(place, '..'), { recursive: true })
  const working = join(place, '..', `.incoming-writer~${id}~0123456789ab`)
  writeFileSync(working, 'something else')
  linkSync(working, place)
  await vault.restart()
  await vault.running.upkeep()
  assert.deepEqual(lastLines(vault), [`FOUND ${id}`, 'ALARM storageChanged'])
})

test('a deletion that was written down and not done is done at the next start', async () => {
  const { vault, packs } = await stocked()
  await using _closing = vault
  const id = packs[0]?.id ?? ''
  await vault.running.close()
  const file = join(vault.folder, 'journals/acme.ndjson')
  const lines = vault.journal()
  const last = JSON.stringify(lines.at(-1))
  const line = {
    at: lines.at(-1)?.['at'],
    id,
    prev: lineHash(last),
    repository: 'acme',
    seq: lines.length + 1,
    status: 200,
    type: 'data',
    verb: 'DELETE',
  }
  appendFileSync(file, `${JSON.stringify(line)}\n`)
  await vault.restart()
  assert.ok(!existsSync(pathOf(vault, id)))
  assert.deepEqual(lastLines(vault), [])
})

test('a file of clients with a mistake lets nobody in, and says so', async () => {
  const { vault } = await stocked()
  await using _closing = vault
  writeFileSync(join(vault.folder, 'clients.json'), '{"clients":[{"name":"x","role":"root"}]}')
  assert.equal((await vault.ask('/acme/config', { client: 'auditor' })).status, 401)
  assert.ok(vault.logged.some((line) => line.includes('nobody may come in')))
  await vault.clients()
  assert.equal((await vault.ask('/acme/config', { client: 'auditor' })).status, 404)
})
