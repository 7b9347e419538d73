import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import fc from 'fast-check'

import { openOriginals } from './index.ts'
import { openStream, sealStream } from './sealed-stream.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-originals-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const home = join(folder, 'home')
mkdirSync(home)
const originals = openOriginals(home)

async function* bytesOf(...parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}

async function contentOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(stream))
}

function contentFile(sha256: string, of = home): string {
  return join(of, 'originals/objects', sha256.slice(0, 2), sha256, 'content')
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

test('what was put comes back, of every length around a segment, and lies there as noise', async () => {
  const segment = 256 * 1024
  for (const size of [0, 1, segment - 1, segment, segment + 1, 2 * segment, 3 * segment + 77]) {
    const bytes = randomBytes(size)
    const cut = Math.floor(size / 3)
    const put = await originals.put('c1', bytesOf(bytes.subarray(0, cut), bytes.subarray(cut)))
    assert.deepEqual(put, { sha256: sha256(bytes), size, kept: 'new' })
    assert.deepEqual(await contentOf(originals.read('c1', put.sha256)), bytes, `${size}`)
    assert.equal(await originals.verify('c1', put.sha256), 'intact')
    assert.equal(statSync(contentFile(put.sha256)).mode & 0o777, 0o400)
    if (size > 100) assert.ok(!readFileSync(contentFile(put.sha256)).includes(bytes.subarray(0, 64)))
  }
  assert.deepEqual(readdirSync(join(home, 'originals/incoming')), [])
  assert.equal(statSync(join(home, 'originals.key')).mode & 0o777, 0o600)
})

test('a changed, cut, lengthened or moved piece opens nothing', async () => {
  const key = randomBytes(32)
  const plain = randomBytes(700_000)
  const sealed = Buffer.concat(await Array.fromAsync(sealStream(bytesOf(plain), key)))
  const whole = async (bytes: Buffer): Promise<Buffer | undefined> => {
    const pieces = await Array.fromAsync(openStream(bytesOf(bytes), key))
    return pieces.includes(undefined) ? undefined : Buffer.concat(pieces as Buffer[])
  }
  assert.deepEqual(await whole(sealed), plain)
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), async (place, bits) => {
      const changed = Buffer.from(sealed)
      changed[place] = (changed[place] ?? 0) ^ bits
      assert.equal(await whole(changed), undefined)
      assert.equal(await whole(sealed.subarray(0, place)), undefined)
    }),
    { numRuns: 60 },
  )
  const step = 256 * 1024 + 16
  const [one, two, rest] = [
    sealed.subarray(8, 8 + step),
    sealed.subarray(8 + step, 8 + 2 * step),
    sealed.subarray(8 + 2 * step),
  ]
  const head = sealed.subarray(0, 8)
  for (const pieces of [
    [two, one, rest],
    [one, rest],
    [one, one, two, rest],
    [one, two],
    [one, two, rest, rest],
  ]) {
    assert.equal(await whole(Buffer.concat([head, ...pieces])), undefined)
  }
})

test('a damaged object is named, gives nothing wrong out, and is repaired by securing it again', async () => {
  const bytes = randomBytes(600_000)
  const put = await originals.put('c1', bytesOf(bytes))
  const file = contentFile(put.sha256)
  chmodSync(file, 0o600)
  const damaged = readFileSync(file)
  damaged[300_000] = (damaged[300_000] ?? 0) ^ 1
  writeFileSync(file, damaged)
  assert.equal(await originals.verify('c1', put.sha256), 'damaged')
  const given: Uint8Array[] = []
  await assert.rejects(
    async () => {
      for await (const piece of originals.read('c1', put.sha256)) given.push(piece)
    },
    { code: 'evidence-broken', message: new RegExp(put.sha256) },
  )
  assert.ok(bytes.subarray(0, Buffer.concat(given).length).equals(Buffer.concat(given)))
  assert.deepEqual(await originals.put('c1', bytesOf(bytes)), { ...put, kept: 'repaired' })
  assert.deepEqual(await originals.put('c1', bytesOf(bytes)), { ...put, kept: 'known' })
  truncateSync(file, 0)
  assert.equal(await originals.verify('c1', put.sha256), 'damaged')
  rmSync(join(file, '..'), { recursive: true })
  assert.equal(await originals.verify('c1', put.sha256), 'missing')
})

test('repairing for one case loses it for no other, and erasing reaches damaged copies that were set aside', async () => {
  const bytes = randomBytes(300_000)
  const put = await originals.put('r1', bytesOf(bytes))
  await originals.put('r2', bytesOf(bytes))
  await originals.put('r3', bytesOf(bytes))
  await originals.erase('r3', put.sha256)
  chmodSync(contentFile(put.sha256), 0o600)
  truncateSync(contentFile(put.sha256), 100_000)
  assert.equal((await originals.put('r1', bytesOf(bytes))).kept, 'repaired')
  assert.deepEqual(await contentOf(originals.read('r2', put.sha256)), bytes)
  assert.equal(await originals.verify('r3', put.sha256), 'erased')
  assert.equal(await originals.erase('r1', put.sha256), 1)
  const aside = readdirSync(join(home, 'originals/damaged'), { recursive: true }).map(String)
  const ofObject = aside.filter((name) => name.startsWith(put.sha256) && name.endsWith('.key'))
  assert.ok(
    ofObject.every((name) => !name.endsWith('r1.key') && !name.endsWith('r3.key')),
    ofObject.join(),
  )
  assert.deepEqual(await contentOf(originals.read('r2', put.sha256)), bytes)
})

test('erasing takes one case’s key; another case still reads, the same case never again', async () => {
  const bytes = randomBytes(5000)
  const { sha256: id } = await originals.put('c1', bytesOf(bytes))
  assert.equal((await originals.put('c2', bytesOf(bytes))).kept, 'known')
  await assert.rejects(contentOf(originals.read('c3', id)), { code: 'not-found' })
  assert.equal(await originals.erase('c1', id), 1)
  assert.equal(await originals.verify('c1', id), 'erased')
  await assert.rejects(contentOf(originals.read('c1', id)), { code: 'not-found' })
  await assert.rejects(originals.put('c1', bytesOf(bytes)), { code: 'input-invalid' })
  assert.deepEqual(await contentOf(originals.read('c2', id)), bytes)
  assert.equal(await originals.erase('c2', id), 0)
  assert.equal(await originals.erase('c2', id), 0, 'twice is once')
  assert.equal((await originals.put('c3', bytesOf(bytes))).kept, 'repaired', 'a third one may secure it anew')
  await assert.rejects(originals.put('c1', bytesOf(bytes)), { code: 'input-invalid' })
})

test('a key file of another object or case opens nothing', async () => {
  const [one, two] = await Promise.all([1, 2].map((n) => originals.put('c1', bytesOf(randomBytes(n)))))
  const keyOf = (id: string, of: string): string => join(contentFile(id), '..', `${of}.key`)
  chmodSync(keyOf(two!.sha256, 'c1'), 0o600)
  cpSync(keyOf(one!.sha256, 'c1'), keyOf(two!.sha256, 'c1'))
  assert.equal(await originals.verify('c1', two!.sha256), 'damaged')
  cpSync(keyOf(one!.sha256, 'c1'), keyOf(one!.sha256, 'c9'))
  assert.equal(await originals.verify('c9', one!.sha256), 'damaged')
})

test('without its key, or with another one, the store refuses before anything is written', () => {
  const other = join(folder, 'other')
  mkdirSync(other)
  openOriginals(other)
  cpSync(join(other, 'originals.key'), join(folder, 'kept.key'))
  rmSync(join(other, 'originals.key'))
  assert.throws(() => openOriginals(other), { code: 'not-found', message: /is gone/ })
  assert.ok(!existsSync(join(other, 'originals.key')), 'no new key is made')
  writeFileSync(join(other, 'originals.key'), `${'ab'.repeat(32)}\n`)
  assert.throws(() => openOriginals(other), { code: 'input-invalid', message: /not the key of these/ })
  writeFileSync(join(other, 'originals.key'), 'no key\n')
  assert.throws(() => openOriginals(other), { code: 'input-invalid', message: /holds no key/ })
  cpSync(join(folder, 'kept.key'), join(other, 'originals.key'))
  openOriginals(other)
})

test('a writer that is killed leaves no object, and the next one sweeps up', async () => {
  const place = join(folder, 'killed')
  mkdirSync(place)
  const program = `
    import { openOriginals } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
    const endless = async function* () { for (;;) { yield Buffer.alloc(1 << 20, 7); process.stdout.write('.') } }
    await openOriginals(${JSON.stringify(place)}).put('c1', endless())
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const text of child.stdout) if (String(text).length > 0) child.kill('SIGKILL')
  await sleep(50)
  assert.equal(readdirSync(join(place, 'originals/incoming')).length, 1)
  assert.ok(!existsSync(join(place, 'originals/objects')))
  const put = await openOriginals(place).put('c1', bytesOf(Buffer.from('next')))
  assert.deepEqual(readdirSync(join(place, 'originals/incoming')), [])
  assert.equal(await openOriginals(place).verify('c1', put.sha256), 'intact')
})

test('many that secure the same at once agree on one object', async () => {
  const bytes = randomBytes(400_000)
  const names = 'abcdefgh'.split('')
  const puts = await Promise.all(names.map((name) => openOriginals(home).put(name, bytesOf(bytes))))
  assert.equal(puts.filter(({ kept }) => kept === 'new').length, 1)
  for (const name of names) assert.equal(await originals.verify(name, sha256(bytes)), 'intact', name)
})

test('a full disk keeps nothing and says so; with space again it goes on', async (t) => {
  const place = join(folder, 'small')
  mkdirSync(place)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', place]).status !== 0) {
    return t.skip('a small disk cannot be mounted here')
  }
  try {
    const small = openOriginals(place)
    const kept = await small.put('c1', bytesOf(randomBytes(1_000_000)))
    const parts = Array.from({ length: 10 }, () => randomBytes(1_000_000))
    await assert.rejects(small.put('c1', bytesOf(...parts)), { code: 'no-space', retry: 'later' })
    assert.deepEqual(readdirSync(join(place, 'originals/incoming')), [])
    assert.equal(await small.verify('c1', kept.sha256), 'intact')
    assert.equal((await small.put('c1', bytesOf(randomBytes(2_000_000)))).kept, 'new')
  } finally {
    execFileSync('umount', [place])
  }
})

test('half a gigabyte goes in and is verified without growing', async () => {
  const zeros = Buffer.alloc(4 * 1024 * 1024)
  const large = async function* (): AsyncGenerator<Uint8Array> {
    for (let part = 0; part < 128; part += 1) yield zeros
  }
  const before = process.memoryUsage().rss
  const put = await originals.put('large', large())
  assert.equal(put.size, 512 * 1024 * 1024)
  assert.equal(await originals.verify('large', put.sha256), 'intact')
  assert.ok(process.memoryUsage().rss - before < 400 * 1024 * 1024)
})
