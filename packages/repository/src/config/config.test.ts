import assert from 'node:assert/strict'
import { test } from 'node:test'

import { unitCipher } from '../crypto/index.ts'
import { initRepository, openRepository } from '../open-repository.ts'
import {
  cheapCost,
  emptyRepository,
  knownPolynomial,
  password,
  refusal,
  temporaryFolder,
} from '../small-repository.fixture.ts'
import { localStorage } from '../storage/index.ts'
import { decodeConfig, encodeConfig } from './config-file.ts'

const id = 'ab'.repeat(32)
const config = (fields: string): Buffer => Buffer.from(`{${fields}}`)
const sound = `"version":2,"id":"${id}","chunker_polynomial":"3da3358b4dc173"`

test('a config is byte for byte what was read, with fields nobody knows', () => {
  for (const fields of [
    sound,
    `${sound},"new_field":{"a":[1,2],"big":18446744073709551615},"nothing":null`,
  ]) {
    assert.equal(encodeConfig(decodeConfig(config(fields))).toString(), `{${fields}}`)
  }
})

test('versions 1 and 2 are read, every other is unsupported', () => {
  assert.equal(decodeConfig(config(sound.replace('2', '1'))).version, 1)
  for (const version of ['0', '3', '255'])
    assert.throws(() => decodeConfig(config(sound.replace('2', version))), refusal('unsupported', /version/))
})

test('a polynomial that is reducible or of another degree is refused', () => {
  const reducible = knownPolynomial ^ 1n
  const tooSmall = 0b111n
  const tooLarge = (1n << 60n) | 1n
  for (const polynomial of [reducible, tooSmall, tooLarge, 0n]) {
    const fields = sound.replace('3da3358b4dc173', polynomial.toString(16))
    assert.throws(() => decodeConfig(config(fields)), refusal('damaged', /polynomial/))
  }
})

const broken = [
  `"version":2`,
  sound.replace(id, 'ab'),
  sound.replace(id, id.toUpperCase()),
  sound.replace('"3da3358b4dc173"', '"0x3d"'),
  sound.replace('"3da3358b4dc173"', '"'.padEnd(5_000, 'f') + '"'),
  sound.replace('2', '"2"'),
  sound.replace('2', '2.5'),
  `${sound},`,
]

test('a config that is incomplete or no JSON is damaged', () => {
  for (const fields of broken) assert.throws(() => decodeConfig(config(fields)), refusal('damaged'))
  assert.throws(() => decodeConfig(Buffer.from([0x7b, 0xff, 0x7d])), refusal('damaged', /UTF-8/))
  assert.throws(() => decodeConfig(Buffer.from(`{${sound}} x`)), refusal('damaged'))
})

test('the stored config is one encrypted unit, never compressed', async (t) => {
  const { repository } = await emptyRepository(t)
  const stored = await repository.storage.read('config', 'config')
  const plain = unitCipher(repository.masterKey).open(stored)
  assert.equal(plain[0], 0x7b)
  assert.equal(decodeConfig(plain).id, repository.id)
})

test('a config with a flipped bit, or of another repository, does not open', async (t) => {
  const { repository } = await emptyRepository(t)
  const { storage } = repository
  const stored = await storage.read('config', 'config')
  stored[20] = (stored[20] ?? 0) ^ 1
  await storage.remove('config', 'config')
  await storage.write('config', 'config', stored)
  await assert.rejects(openRepository(storage, { password }), refusal('damaged'))
  const foreign = await (await emptyRepository(t)).repository.storage.read('config', 'config')
  await storage.remove('config', 'config')
  await storage.write('config', 'config', foreign)
  await assert.rejects(openRepository(storage, { password }), refusal('damaged'))
})

test('init refuses what is there, an empty password and a bad polynomial; each repository is new', async (t) => {
  const { place, repository } = await emptyRepository(t)
  const options = { password, kdf: cheapCost, polynomial: knownPolynomial }
  await assert.rejects(initRepository(localStorage(place), options), refusal('repository-exists'))
  // What is left of a repository whose config is gone is not an empty place either.
  await repository.storage.remove('config', 'config')
  await assert.rejects(initRepository(localStorage(place), options), refusal('repository-exists'))
  const fresh = localStorage(temporaryFolder(t))
  await assert.rejects(initRepository(fresh, { ...options, password: '' }), refusal('invalid-argument'))
  await assert.rejects(initRepository(fresh, { ...options, polynomial: 6n }), refusal('invalid-argument'))
  const other = await initRepository(fresh, options)
  assert.notEqual(other.id, repository.id)
  assert.notDeepEqual(other.masterKey, repository.masterKey)
})
