import assert from 'node:assert/strict'
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { startYaraScanner } from '../../../adapters/scanners/index.ts'
import { publicHalf, readManifest, sealBundle } from '../../../core/publication/index.ts'
import { writeSite } from '../../../phases/inform/index.ts'
import { exampleEstate, openCli, type TestCli } from '../cli.fixture.ts'

/** The whole of a theft: the thief publishes on the house's own host, the house takes everything back. In order. */
const house = openCli({ startScanner: startYaraScanner })
const reader = openCli({ startScanner: startYaraScanner })
const offline = ['--root', house.at('offline.key')]
const targets = house.at('targets.json')
const shown = house.at('host/current')
const hugeNumber = 1_000_000_000
let [first, rotated, renewed] = ['', '', '']
let root = ''
let [oldKey, stolen]: KeyObject[] = []

interface Verified {
  readonly copies: readonly {
    readonly sequence: number
    readonly problems: readonly { readonly kind: string; readonly message: string }[]
    readonly discounted: readonly { readonly sequence: number }[]
  }[]
}

const keyFile = (): KeyObject =>
  createPrivateKey(readFileSync(join(house.folder, 'home/site/publication.key')))
const key = (...args: string[]) => house.json<{ fingerprint: string; root: string }>(['site', 'key', ...args])
const push = (...more: string[]) =>
  house.run('site', 'push', '--targets', targets, '--case', 'night-1', '--estate', exampleEstate, ...more)

async function look(by: TestCli, fingerprint: string, ...places: string[]) {
  const ran = await by.run('site', 'verify', '--fingerprint', fingerprint, '--json', ...places)
  const { copies } = JSON.parse(ran.stdout) as Verified
  const kinds = copies.map(({ problems }) => problems.map(({ kind }) => kind))
  assert.equal(ran.exitCode, kinds.flat().length === 0 ? 0 : 1)
  return { copies, kinds, said: copies.map(({ sequence }) => sequence) }
}

/** A whole signed site with the thief's words, under a number and a time of his choice, pushed like any other. */
async function publishForged(
  signer: KeyObject,
  to: string,
  edition: { readonly sequence: number; readonly generatedAt?: string },
): Promise<string> {
  const from = house.at('stolen-copy')
  const { files, ...before } = readManifest(readFileSync(join(from, 'bundle.json')))
  const taken = [...files.keys()].map((path): [string, Uint8Array] => [path, readFileSync(join(from, path))])
  const site = new Map([
    ...taken,
    ['index.html', Buffer.from('All is well. Pay here.')] as const,
    ['keys/publication.pem', Buffer.from(publicHalf(signer).pem)] as const,
  ])
  const validUntil = '2099-01-01T00:00:00.000Z'
  writeSite(to, sealBundle(site, { ...before, validUntil, ...edition }, signer).files)
  return to
}

before(async () => {
  writeFileSync(targets, JSON.stringify({ targets: [{ name: 'one', to: house.at('host'), exercise: true }] }))
  const declare = ['--title', 'x', '--exercise', '--estate', exampleEstate]
  await house.json(['case', 'declare', '--case', 'night-1', ...declare])
  ;({ fingerprint: first, root } = await key('new', ...offline))
  oldKey = keyFile()
})
after(async () => {
  await house[Symbol.asyncDispose]()
  await reader[Symbol.asyncDispose]()
})

test('the thief has key and host: his edition of the number 10⁹ is believed by who cannot know better', async () => {
  assert.equal((await push()).exitCode, 0)
  for (const pinned of [root, first]) assert.deepEqual((await look(reader, pinned, shown)).kinds, [[]])
  ;({ fingerprint: rotated } = await key('rotate', '--reason', 'a year old'))
  assert.equal((await push()).exitCode, 0)
  stolen = keyFile()
  cpSync(shown, house.at('stolen-copy'), { recursive: true, dereference: true })
  const forged = await publishForged(stolen, house.at('forged'), { sequence: hugeNumber })
  const pushed = await house.run('site', 'push', '--targets', targets, '--from', forged)
  assert.equal(pushed.exitCode, 0, pushed.stderr)
  for (const pinned of [root, first, rotated]) {
    const { kinds, said } = await look(reader, pinned, shown)
    assert.deepEqual([kinds, said], [[[]], [hugeNumber]])
  }
})

test('before the revocation the host refuses the house, and says what it may be', async () => {
  const refused = await push()
  assert.equal(refused.exitCode, 1)
  assert.match(refused.stdout, /shows edition 1000000000/)
  assert.match(refused.stdout, /site key revoke/)
})

test('the offline key takes back every key that was ever used; the next edition goes over the thief’s without a number of his', async () => {
  const revoked = await house.json<{
    fingerprint: string
    statements: { kind: string; fingerprint: string }[]
  }>(['site', 'key', 'revoke', ...offline, '--reason', 'the laptop was stolen'])
  renewed = revoked.fingerprint
  const taken = revoked.statements.filter(({ kind }) => kind === 'revoke').map((one) => one.fingerprint)
  assert.deepEqual(taken.toSorted(), [first, rotated].toSorted())
  const pushed = await push()
  assert.equal(pushed.exitCode, 0, pushed.stdout)
  const { sequence } = readManifest(readFileSync(join(shown, 'bundle.json')))
  assert.ok(sequence < 10, `edition ${sequence}`)
})

test('a reader who saw 10⁹ ends on the genuine edition, by rule; the thief’s is refused for ever', async () => {
  for (const pinned of [root, first, rotated]) {
    const { copies, kinds } = await look(reader, pinned, shown)
    assert.deepEqual(kinds, [[]], pinned)
    assert.ok(
      copies[0]?.discounted.some(({ sequence }) => sequence === hugeNumber),
      'he is told what no longer counts',
    )
    assert.deepEqual((await look(reader, pinned, house.at('forged'))).kinds, [['revoked-key']])
    assert.deepEqual((await look(reader, pinned, shown)).kinds, [[]], 'and again')
  }
  const told = await reader.run('site', 'verify', '--fingerprint', root, shown)
  assert.match(told.stdout, /Edition 1000000000, which was seen before, no longer counts/)
  assert.deepEqual((await look(reader, renewed, shown)).kinds, [[]])
})

test('whatever number or time the thief writes on it, with either key: nothing of his verifies, and nothing old', async () => {
  assert.ok(stolen && oldKey)
  for (const [signer, sequence, generatedAt] of [
    [stolen, Number.MAX_SAFE_INTEGER, undefined],
    [stolen, 3, '2026-01-01T00:00:00.000Z'],
    [oldKey, 4, '2026-01-01T00:00:00.000Z'],
    [oldKey, hugeNumber, undefined],
  ] as const) {
    const edition = { sequence, ...(generatedAt !== undefined && { generatedAt }) }
    const forged = await publishForged(signer, house.at('again'), edition)
    for (const pinned of [root, first, rotated]) {
      const { kinds } = await look(reader, pinned, forged)
      assert.ok(kinds[0]?.includes('revoked-key'), JSON.stringify([sequence, kinds]))
    }
  }
  const old = house.at('stolen-copy')
  for (const pinned of [root, first, rotated])
    assert.ok(
      (await look(reader, pinned, old)).kinds[0]?.includes('revoked-key'),
      'what was genuine once, too',
    )
  assert.deepEqual((await look(reader, root, shown)).kinds, [[]])
})

test('a first-time reader is told by any place that has the revocation, in whatever order he names them', async () => {
  const fresh = openCli({ startScanner: startYaraScanner })
  const { kinds } = await look(fresh, root, shown, house.at('forged'))
  assert.deepEqual(kinds, [[], ['revoked-key']])
  await fresh[Symbol.asyncDispose]()
  const fooled = openCli({ startScanner: startYaraScanner })
  const met = await look(fooled, root, house.at('forged'), shown)
  assert.deepEqual(met.kinds, [['revoked-key'], []], 'the second place says it of the first')
  assert.deepEqual((await look(fooled, root, house.at('forged'))).kinds, [['revoked-key']])
  await fooled[Symbol.asyncDispose]()
})

test('a stranger’s edition on the host: refused with his number, pushed over when somebody says so', async () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  rmSync(house.at('host'), { recursive: true })
  const foreign = await publishForged(privateKey, house.at('foreign'), { sequence: Number.MAX_SAFE_INTEGER })
  assert.equal((await house.run('site', 'push', '--targets', targets, '--from', foreign)).exitCode, 0)
  const refused = await push()
  assert.equal(refused.exitCode, 1)
  assert.match(refused.stdout, /by a key that is none of ours/)
  const over = await push('--over-foreign')
  assert.equal(over.exitCode, 0, over.stdout)
  assert.deepEqual((await look(reader, root, shown)).kinds, [[]])
})

test('one key alone is taken back; a revocation that broke off is finished; a home with a revoked key signs nothing', async () => {
  const { fingerprint: next } = await key('rotate', '--reason', 'after the theft')
  const only = await key('revoke', ...offline, '--reason', 'found on a stick', '--key', renewed)
  assert.equal(only.fingerprint, next, 'the present key stays')
  assert.equal((await push()).exitCode, 0)
  for (const pinned of [root, first, renewed, next])
    assert.deepEqual((await look(reader, pinned, shown)).kinds, [[]], 'also for who knows the one taken back')
  const unknown = await house.run(
    'site',
    'key',
    'revoke',
    ...offline,
    '--reason',
    'x',
    '--key',
    'f'.repeat(64),
  )
  assert.equal(unknown.exitCode, 1)
  assert.match(unknown.stderr, /was ever used here/)

  // As after a crash: the statements are written, the new key is not.
  const home = join(house.folder, 'home/site')
  const before = readFileSync(join(home, 'publication.key'))
  await key('revoke', ...offline, '--reason', 'stolen again')
  rmSync(join(home, 'publication.key'))
  writeFileSync(join(home, 'publication.key'), before, { mode: 0o600 })
  const refused = await push()
  assert.equal(refused.exitCode, 1)
  assert.match(refused.stderr, /was taken back/)
  await key('revoke', ...offline, '--reason', 'stolen again')
  assert.equal((await push()).exitCode, 0)
  assert.deepEqual((await look(reader, root, shown)).kinds, [[]])
})
