import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

import { sha256 } from '../id.ts'
import { openRepository } from '../open-repository.ts'
import { cheapCost, emptyRepository, password, refusal } from '../small-repository.fixture.ts'
import { localStorage, type Storage } from '../storage/index.ts'
import { addKey as addKeyFile, changePassword, removeKey } from './change-keys.ts'
import { createKeyFile, createMasterKey, decodeKeyFile, unwrapMasterKey } from './key-file.ts'
import { findMasterKey } from './find-master-key.ts'
import { listKeys } from './list-keys.ts'
import { processorMs } from '../../../../test/processor-time.ts'

const time = new Date('2026-01-02T03:04:05Z')

/** Stores the only key file of the repository again with some fields changed. */
async function alterKey(storage: Storage, changes: Record<string, unknown>): Promise<void> {
  const id = (await ids(storage))[0] ?? ''
  const file = JSON.parse((await storage.read('keys', id)).toString()) as Record<string, unknown>
  await storage.remove('keys', id)
  await addKey(storage, JSON.stringify({ ...file, ...changes }))
}

async function addKey(storage: Storage, content: string | Buffer): Promise<void> {
  const bytes = Buffer.from(content)
  await storage.write('keys', sha256(bytes), bytes)
}

async function ids(storage: Storage): Promise<string[]> {
  return (await Array.fromAsync(storage.list('keys'))).map(({ id }) => id)
}

async function repositoryOf(t: TestContext): Promise<{ place: string; storage: Storage }> {
  const { place } = await emptyRepository(t)
  return { place, storage: localStorage(place) }
}

test('a key file gives back the master key to the right password only', async () => {
  const masterKey = createMasterKey()
  const file = decodeKeyFile(await createKeyFile(masterKey, { password, cost: cheapCost, time }))
  assert.equal(file.salt.length, 64)
  assert.deepEqual(await unwrapMasterKey(file, password), masterKey)
  assert.equal(await unwrapMasterKey(file, `${password} `), undefined)
  assert.equal(await unwrapMasterKey(file, ''), undefined)
})

test('a key file has the fields of restic in its order', async () => {
  const bytes = await createKeyFile(createMasterKey(), { password, cost: cheapCost, time })
  const names = Object.keys(JSON.parse(bytes.toString()) as object)
  assert.deepEqual(names, ['created', 'username', 'hostname', 'kdf', 'N', 'r', 'p', 'salt', 'data'])
})

test('the time of a key file has no zeros at its end, as Go prints it', async () => {
  for (const [made, created] of [
    ['2026-11-28T19:00:26.170Z', '2026-11-28T19:00:26.17Z'],
    ['2026-11-28T19:00:26.000Z', '2026-11-28T19:00:26Z'],
  ] as const) {
    const options = { password, cost: cheapCost, time: new Date(made) }
    assert.equal(decodeKeyFile(await createKeyFile(createMasterKey(), options)).created, created)
  }
})

test('wrong password, no key, no repository each have their own code', async (t) => {
  const { place, storage } = await repositoryOf(t)
  await openRepository(storage, { password })
  await assert.rejects(openRepository(storage, { password: 'wrong' }), refusal('wrong-password'))
  for (const id of await ids(storage)) await storage.remove('keys', id)
  await assert.rejects(openRepository(storage, { password }), refusal('no-key'))
  rmSync(join(place, 'config'))
  await assert.rejects(openRepository(storage, { password }), refusal('no-repository'))
})

test('several key files open one repository, each with its own password', async (t) => {
  const { storage } = await repositoryOf(t)
  const { masterKey } = await openRepository(storage, { password })
  await addKey(storage, await createKeyFile(masterKey, { password: 'second', cost: cheapCost, time }))
  assert.deepEqual((await openRepository(storage, { password: 'second' })).masterKey, masterKey)
  assert.deepEqual((await openRepository(storage, { password })).masterKey, masterKey)
})

test('a key file with a huge N is refused before the work', async (t) => {
  const { storage } = await repositoryOf(t)
  await alterKey(storage, { N: 2 ** 30 })
  const began = processorMs()
  await assert.rejects(openRepository(storage, { password }), refusal('limit-exceeded', /N=1073741824/))
  assert.ok(processorMs() - began < 1_000)
})

const defects: Readonly<Record<string, Record<string, unknown>>> = {
  'another key derivation': { kdf: 'argon2' },
  'no cost': { N: null },
  'a cost scrypt does not know': { N: 2 ** 20, r: 1 },
  'a short salt': { salt: Buffer.alloc(32, 1).toString('base64') },
  'a salt that is no base64': { salt: '!!!' },
  'no data': { data: 7 },
}

for (const [name, changes] of Object.entries(defects)) {
  test(`the only key file with ${name} is damaged; another one still opens`, async (t) => {
    const { storage } = await repositoryOf(t)
    const { masterKey } = await openRepository(storage, { password })
    await alterKey(storage, changes)
    await assert.rejects(openRepository(storage, { password }), refusal('damaged'))
    await addKey(storage, await createKeyFile(masterKey, { password, cost: cheapCost, time }))
    await openRepository(storage, { password })
  })
}

test('a key file of the wrong name, of no JSON or of a megabyte is passed over', async (t) => {
  const { place, storage } = await repositoryOf(t)
  writeFileSync(join(place, 'keys', '0'.repeat(64)), '{}')
  await addKey(storage, 'no JSON')
  await addKey(storage, '[1]')
  await addKey(storage, Buffer.alloc(1024 * 1024, 0x20))
  await openRepository(storage, { password })
})

test('junk in the folder of keys cannot crowd out the honest key', async (t) => {
  const { place, storage } = await repositoryOf(t)
  mkdirSync(join(place, 'keys'), { recursive: true })
  for (let i = 0; i < 100; i += 1)
    writeFileSync(join(place, 'keys', i.toString(16).padStart(64, '0')), 'junk')
  await openRepository(storage, { password })
  await assert.rejects(
    openRepository(storage, { password: 'wrong' }),
    refusal('wrong-password', /none of 1 key/),
  )
})

test('at most twenty key files cost a try, and the message says that there are more', async (t) => {
  const { place, storage } = await repositoryOf(t)
  const other = createMasterKey()
  for (let i = 0; i < 21; i += 1)
    await addKey(storage, await createKeyFile(other, { password: `${i}`, cost: cheapCost, time }))
  await assert.rejects(
    openRepository(storage, { password: 'wrong' }),
    refusal('wrong-password', /20 of 22 key files/),
  )
  assert.equal(readdirSync(join(place, 'keys')).length, 22)
})

test('twenty key files of bearable costs each could block opening for a quarter of an hour', async (t) => {
  const { storage } = await repositoryOf(t)
  const costly = { N: 8_192, r: 8, p: 1 }
  for (let at = 0; at < 6; at += 1) {
    const other = { password: `other ${at}`, cost: costly, time }
    await addKey(storage, await createKeyFile(createMasterKey(), other))
  }
  // Each of them mixes 8 MiB, the honest one 1 MiB: whatever the order, that is always left for it.
  const mostWork = 10 * 1024 ** 2
  await findMasterKey(storage, password, { mostWork })
  await assert.rejects(findMasterKey(storage, 'wrong', { mostWork }), (error) => {
    assert.ok(refusal('wrong-password', /none of 2 key files/)(error))
    assert.match(String((error as { context?: { unusable?: unknown } }).context?.unusable), /too much work/)
    return true
  })
})

test('a key file that wraps something else than a key is damaged', async (t) => {
  const { storage } = await repositoryOf(t)
  const zero = { encrypt: Buffer.alloc(32), macK: Buffer.alloc(16), macR: Buffer.alloc(16) }
  for (const id of await ids(storage)) await storage.remove('keys', id)
  await addKey(storage, await createKeyFile(zero, { password, cost: cheapCost, time }))
  await assert.rejects(openRepository(storage, { password }), refusal('damaged', /all zero/))
})

test('a second key opens, the first can be removed, and the list says which is which', async (t) => {
  const { storage } = await repositoryOf(t)
  const first = await openRepository(storage, { password })
  const id = await addKeyFile(first, { password: 'two', kdf: cheapCost, username: 'ops', hostname: 'paper' })
  const second = await openRepository(storage, { password: 'two' })
  assert.equal(second.keyId, id)
  const listed = await listKeys(second)
  assert.deepEqual(
    listed.map((key) => [key.id, key.current]),
    [first.keyId, id].sort().map((key) => [key, key === id]),
  )
  assert.deepEqual(
    listed.filter(({ current }) => current).map(({ username, hostname }) => [username, hostname]),
    [['ops', 'paper']],
  )

  await removeKey(second, first.keyId)
  await assert.rejects(openRepository(storage, { password }), refusal('wrong-password'))
  await openRepository(storage, { password: 'two' })
  assert.deepEqual(await Array.fromAsync(storage.list('locks')), [])
})

test('the key in use, an unknown key and the last key are not removed', async (t) => {
  const { storage } = await repositoryOf(t)
  const repository = await openRepository(storage, { password })
  await assert.rejects(removeKey(repository, repository.keyId), refusal('invalid-argument', /opened with/))
  await assert.rejects(removeKey(repository, 'ab'.repeat(32)), refusal('missing-object'))

  // Two administrators remove each other's key.
  await addKeyFile(repository, { password: 'two', kdf: cheapCost })
  const other = await openRepository(storage, { password: 'two' })
  await removeKey(other, repository.keyId)
  await assert.rejects(removeKey(repository, other.keyId), refusal('invalid-argument', /the last/))
  await openRepository(storage, { password: 'two' })
})

test('a changed password replaces the key file; an empty one is refused and changes nothing', async (t) => {
  const { storage } = await repositoryOf(t)
  const repository = await openRepository(storage, { password })
  for (const change of [addKeyFile, changePassword])
    await assert.rejects(change(repository, { password: '' }), refusal('invalid-argument', /empty/))
  assert.deepEqual(await ids(storage), [repository.keyId])
  const id = await changePassword(repository, { password: 'näw', kdf: cheapCost })
  assert.deepEqual(await ids(storage), [id])
  await assert.rejects(openRepository(storage, { password }), refusal('wrong-password'))
  assert.deepEqual((await openRepository(storage, { password: 'näw' })).masterKey, repository.masterKey)
})

test('a new key that is not stored as written is taken back, and the old one stays', async (t) => {
  const { storage } = await repositoryOf(t)
  const repository = await openRepository(storage, { password })
  const before = await ids(storage)
  const other = await createKeyFile(createMasterKey(), { password: 'two', cost: cheapCost, time })
  for (const stored of [Buffer.from('{}'), other]) {
    const lying: Storage = {
      ...storage,
      read: async (kind, id, range) =>
        kind === 'keys' && !before.includes(id) ? stored : storage.read(kind, id, range),
    }
    const change = changePassword({ ...repository, storage: lying }, { password: 'two', kdf: cheapCost })
    await assert.rejects(change, refusal('damaged'))
    assert.deepEqual(await ids(storage), before)
  }
})

test('killed at any step of a password change, a password is left that opens', async (t) => {
  for (let step = 0; ; step += 1) {
    const { storage } = await repositoryOf(t)
    const repository = await openRepository(storage, { password })
    const broken = stopAt(storage, step)
    const change = changePassword({ ...repository, storage: broken }, { password: 'two', kdf: cheapCost })
    const isDone = await change.then(
      () => true,
      () => false,
    )
    const opened = await Promise.allSettled(
      [password, 'two'].map((secret) => openRepository(storage, { password: secret })),
    )
    assert.ok(
      opened.some(({ status }) => status === 'fulfilled'),
      `step ${step}`,
    )
    if (isDone) return
  }
})

test('unusable key files are listed with the reason', async (t) => {
  const { place, storage } = await repositoryOf(t)
  const repository = await openRepository(storage, { password })
  writeFileSync(join(place, 'keys', '0'.repeat(64)), 'junk')
  const [junk, honest] = await listKeys(repository)
  assert.match(junk?.problem ?? '', /does not fit the name/)
  assert.deepEqual([honest?.current, honest?.problem], [true, undefined])
})

/** A storage that dies at its n-th change, and stays dead. */
function stopAt(storage: Storage, steps: number): Storage {
  let left = steps
  const alive = <T>(act: () => Promise<T>): Promise<T> =>
    left-- > 0 ? act() : Promise.reject(new Error('killed'))
  return {
    ...storage,
    write: (kind, id, bytes) => alive(() => storage.write(kind, id, bytes)),
    remove: (kind, id) => alive(() => storage.remove(kind, id)),
  }
}
