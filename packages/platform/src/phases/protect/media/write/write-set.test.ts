import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import {
  check,
  localStorage,
  openRepository,
  restore,
  RepositoryError,
  type Storage,
} from '@anlauf/repository'

import {
  chooseUnopened,
  planVolumes,
  readVolume,
  startSet,
  takeVolume,
  targetAt,
  volumeName,
  whatIsMissing,
  writeSet,
} from '../index.ts'
import { mediaCase, noon } from '../media.fixture.ts'

test('volumes read in any order are the repository; one less, and every lost file has a name', async () => {
  using media = await mediaCase()
  const record = await media.begin()
  const { written, left } = await media.write(record, media.at('volumes'))
  assert.equal(left, 0)
  assert.ok(written.length >= 3, `${written.length} volumes`)

  const whole = localStorage(media.at('whole'))
  for (const volume of written.toReversed()) {
    const { report } = await takeVolume(media.at('volumes', volumeName('set', volume)), whole, {})
    assert.equal(report.isWhole, true)
  }
  const back = await openRepository(whole, { password: 'p' })
  const report = await check(back, { readData: true })
  assert.deepEqual(report.findings, [])
  assert.deepEqual((await whatIsMissing(back)).packs, [])

  for (const without of written) {
    const place = media.at(`without ${without}`)
    for (const volume of written) {
      if (volume !== without)
        await takeVolume(media.at('volumes', volumeName('set', volume)), localStorage(place), {})
    }
    const partial = await openRepository(localStorage(place), { password: 'p' })
    const missing = await whatIsMissing(partial)
    const [newest] = (await partial.listSnapshots()).toReversed()
    assert.ok(newest)
    const target = media.at(`restored without ${without}`)
    const restored = await restore(partial, newest, { target })
    // Said beforehand, and so it was: what was not named is there, byte by byte.
    const lost = missing.losses.find(({ snapshot }) => snapshot.id === newest.id)
    assert.deepEqual(
      new Set(restored.problems.map(({ path }) => path)),
      new Set(lost?.files.map(({ path }) => path)),
    )
    for (let night = 1; night <= 5; night += 1) {
      for (let i = 0; i < 4; i += 1) {
        const path = join(media.source, `night ${night}`, `file ${i}`)
        if (lost?.files.some((file) => file.path === path) === true) continue
        assert.deepEqual(readFileSync(join(target, path)), readFileSync(path))
      }
    }
  }
})

test('tar and sha256sum read a volume, without us', async () => {
  using media = await mediaCase()
  await media.write(await media.begin(), media.at('volumes'))
  const folder = media.at('by hand')
  mkdirSync(folder)
  for (const name of readdirSync(media.at('volumes'))) {
    const tar = spawnSync('tar', ['-x', '-b', '512', '-f', media.at('volumes', name), '-C', folder])
    assert.equal(tar.status, 0, String(tar.stderr))
  }
  for (const name of readdirSync(join(folder, 'anlauf-media', 'set'))) {
    if (!name.endsWith('.sha256')) continue
    const sums = spawnSync('sha256sum', ['-c', '--quiet', '--strict', join('anlauf-media', 'set', name)], {
      cwd: folder,
    })
    assert.equal(sums.status, 0, String(sums.stdout))
  }
  const byHand = await openRepository(localStorage(folder), { password: 'p' })
  assert.deepEqual((await check(byHand, { readData: true })).findings, [])
})

test('stopped in the middle, the next run writes that volume again and keeps the others', async () => {
  using media = await mediaCase()
  const record = await media.begin()
  const stopping = new AbortController()
  const target = media.at('volumes')
  mkdirSync(target)
  await assert.rejects(
    writeSet(media.repository.storage, media.records, record, {
      target: { kind: 'folder', path: target },
      now: noon,
      signal: stopping.signal,
      onProgress({ volume, done }) {
        if (volume === 2 && done === 2) stopping.abort()
      },
    }),
    { code: 'aborted' },
  )
  assert.deepEqual(readdirSync(target), [volumeName('set', 1)])
  const first = readFileSync(join(target, volumeName('set', 1)))
  const { written, left } = await media.write(media.records.get('set'), target)
  assert.equal(written[0], 2)
  assert.equal(left, 0)
  assert.deepEqual(readFileSync(join(target, volumeName('set', 1))), first)
})

test('a whole volume that a crash kept from being written down is taken, half a one is not', async () => {
  using media = await mediaCase()
  const record = await media.begin()
  const target = media.at('volumes')
  await media.write(record, target)
  const known = media.records.get('set')
  media.records.update(record)
  const { written, left, record: after } = await media.write(record, target)
  assert.deepEqual({ written, left }, { written: [], left: 0 })
  assert.deepEqual(after, known)

  media.records.update(record)
  truncateSync(join(target, volumeName('set', 2)), 100_352)
  await assert.rejects(media.write(record, target), { code: 'unsafe-target' })
})

test('a damaged pack does not come onto a medium: it is named, and the rest is written', async () => {
  using media = await mediaCase()
  const record = await media.begin()
  // Large ones: packs with directories are on every volume.
  const isData = ({ size }: { size: number }): boolean => size > 50_000
  const gone = (await media.records.planned('set', 1)).find(isData)
  const pack = (await media.records.planned('set', 2)).find(isData)
  assert.ok(pack && gone)
  const inner = media.repository.storage
  const storage: Storage = {
    ...inner,
    async read(kind, id, range) {
      if (id === gone.id) throw new RepositoryError('missing-object', 'gone', { hint: '-' })
      const bytes = await inner.read(kind, id, range)
      if (id === pack.id) bytes[9] = (bytes[9] ?? 0) ^ 1
      return bytes
    },
  }
  const target = media.at('volumes')
  mkdirSync(target)
  const { leftOut, left } = await writeSet(storage, media.records, record, {
    target: { kind: 'folder', path: target },
    now: noon,
  })
  assert.equal(left, 0)
  assert.ok(leftOut.some(({ path, reason }) => path.endsWith(pack.id) && reason.startsWith('damaged')))
  assert.ok(leftOut.some(({ path, reason }) => path.endsWith(gone.id) && reason === 'missing-object'))
  const report = await readVolume(join(target, volumeName('set', 2)))
  assert.equal(report.isWhole, false)
  assert.ok(report.findings.every(({ code }) => code === 'left-out'))
})

test('nothing is overwritten: neither a file of that name nor a device that nobody named for it', async () => {
  using media = await mediaCase()
  const record = await media.begin()
  const target = media.at('volumes')
  mkdirSync(target)
  writeFileSync(join(target, volumeName('set', 1)), 'the only copy of somebody’s thesis')
  await assert.rejects(media.write(record, target), { code: 'unsafe-target' })
  assert.equal(readFileSync(join(target, volumeName('set', 1)), 'utf8'), 'the only copy of somebody’s thesis')
  assert.throws(() => targetAt('/dev/null', { overwriteDevice: false }), { code: 'unsafe-target' })
  assert.equal(targetAt('/dev/null', { overwriteDevice: true }).kind, 'device')
  assert.throws(() => targetAt(media.at('nowhere'), { overwriteDevice: true }), { code: 'input-invalid' })
})

test('a stream gets one volume in whole records, without the password too', async () => {
  using media = await mediaCase()
  const files = await chooseUnopened(media.repository.storage, { keys: false })
  assert.ok(!files.head.some(({ kind }) => kind === 'keys'))
  let record = startSet(media.records, planVolumes(files, { volumeBytes: 800_000 }), {
    set: 'tape',
    repository: '',
    location: 'vault',
    createdAt: noon().toISOString(),
    keys: 'elsewhere',
  })
  const back = localStorage(media.at('back'))
  for (let volume = 1; volume <= record.volumes.length; volume += 1) {
    const blocks: Buffer[] = []
    const write = async (bytes: Uint8Array): Promise<void> => void blocks.push(Buffer.from(bytes))
    const result = await writeSet(media.repository.storage, media.records, record, {
      target: { kind: 'stream', write },
      now: noon,
    })
    assert.deepEqual(result.written, [volume])
    assert.ok(blocks.every(({ length }) => length === 262_144))
    const stream = (async function* () {
      yield* blocks
    })()
    assert.equal((await takeVolume(stream, back, {})).report.isWhole, true)
    record = result.record
  }
  // The keys come from elsewhere.
  for await (const { id } of media.repository.storage.list('keys')) {
    await back.write('keys', id, await media.repository.storage.read('keys', id))
  }
  const repository = await openRepository(back, { password: 'p' })
  assert.deepEqual((await check(repository, { readData: true })).findings, [])
})

test('a volume of another repository is refused before anything of it is stored', async () => {
  using media = await mediaCase()
  using other = await mediaCase()
  await media.write(await media.begin(), media.at('volumes'))
  await other.write(await other.begin(), other.at('volumes'))
  const place = media.at('mixed')
  await takeVolume(media.at('volumes', volumeName('set', 1)), localStorage(place), {})
  const before = readdirSync(place, { recursive: true }).length
  await assert.rejects(takeVolume(other.at('volumes', volumeName('set', 1)), localStorage(place), {}), {
    code: 'unsafe-target',
  })
  assert.equal(readdirSync(place, { recursive: true }).length, before)
  rmSync(place, { recursive: true })
  assert.ok(!existsSync(place))
})
