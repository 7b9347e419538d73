import assert from 'node:assert/strict'
import { chmodSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'

import { blobId, type PackId } from '../id.ts'
import { forgeIndex, refusal } from '../small-repository.fixture.ts'
import { findings, flip, open, readAll, soundRepository } from './damaged-repository.fixture.ts'

const harms: Readonly<Record<string, (path: string) => void>> = {
  'a flipped bit in the first unit': (path) => flip(path, 20),
  'a flipped bit in the nonce': (path) => flip(path, 0),
  'a cut end': (path) => truncateSync(path, readFileSync(path).length - 5),
  'no byte left': (path) => truncateSync(path, 0),
}

// Each check waits for its lock to settle; together they wait at once.
suite('every kind of file, every kind of harm', { concurrency: 8 }, () => {
  for (const kind of ['data', 'tree', 'index', 'snapshots'] as const) {
    for (const [name, harm] of Object.entries(harms)) {
      test(`${kind}: ${name} is a clear error, and check finds it`, async (t) => {
        const { place, paths } = await soundRepository(t)
        for (const path of paths[kind]) {
          chmodSync(path, 0o600)
          harm(path)
        }
        // A cut pack may still hold the blobs: then reading them is right, and the check speaks.
        if (name !== 'a cut end' || (kind !== 'data' && kind !== 'tree'))
          await assert.rejects(
            readAll(place),
            (error) => (error as { code?: string }).code === 'damaged' && refusal('damaged')(error),
          )
        assert.notDeepEqual(await findings(place, true), [])
        const isOnlySeenByReading = kind === 'data' && name.startsWith('a flipped')
        assert.equal((await findings(place, false)).length === 0, isOnlySeenByReading)
      })
    }
  }
})

test('a deleted pack or index file is found; a deleted pack is a clear error', async (t) => {
  for (const kind of ['data', 'tree', 'index'] as const) {
    const { place, paths } = await soundRepository(t)
    for (const path of paths[kind]) rmSync(path)
    await assert.rejects(readAll(place), refusal('missing-object'))
    const expected = kind === 'index' ? 'tree-missing-object' : 'pack-missing'
    assert.ok((await findings(place, false)).includes(expected), kind)
  }
})

test('a bit flipped in a pack header is found by reading', async (t) => {
  const { place, paths } = await soundRepository(t)
  for (const path of paths.data) flip(path, readFileSync(path).length - 10)
  await readAll(place)
  assert.deepEqual((await findings(place, true)).sort(), ['pack-hash', 'pack-header'])
})

test('packs that change places are found, and their blobs do not open', async (t) => {
  const { place, paths } = await soundRepository(t)
  const [one, other] = [paths.data[0] ?? '', paths.tree[0] ?? '']
  renameSync(one, `${one}x`)
  renameSync(other, one)
  renameSync(`${one}x`, other)
  await assert.rejects(readAll(place), refusal('damaged'))
  assert.ok((await findings(place, true)).includes('pack-hash'))
})

test('a snapshot under another name is refused and found', async (t) => {
  const { place, paths } = await soundRepository(t)
  const path = paths.snapshots[0] ?? ''
  writeFileSync(join(place, 'snapshots', 'ee'.repeat(32)), readFileSync(path))
  await assert.rejects(readAll(place), refusal('damaged', /does not fit the name/))
  assert.deepEqual(await findings(place, false), ['snapshot-damaged'])
})

test('a forged index entry is found without reading data', async (t) => {
  const lies = [{ offset: 7 }, { uncompressedLength: 77 }, { id: blobId('ee'.repeat(32)) }]
  for (const lie of lies) {
    const { place } = await soundRepository(t)
    const repository = await open(place)
    const index = await repository.loadIndex()
    const pack = [...index.packs()][0] as PackId
    const honest = index.blobsOf(pack)[0]
    assert.ok(honest)
    await forgeIndex(repository, [{ pack, blobs: [{ ...honest, ...lie }] }])
    assert.ok((await findings(place, false)).includes('pack-gaps'), JSON.stringify(lie))
    assert.ok((await findings(place, true)).includes('pack-header'), JSON.stringify(lie))
  }
})
