import assert from 'node:assert/strict'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'

import { mountedDisk } from './mounted-disk.fixture.ts'
import { office, randomLike, until } from './office.fixture.ts'

test('a disk that is unmounted under the watcher is said once; what was known is kept, and nothing counts as lost', async (t) => {
  using disk = mountedDisk(t)
  if (disk === undefined) return
  using scene = office(2, disk.root)
  using watch = await scene.watch()
  const { files } = watch
  disk.detach()
  assert.ok(await until(() => scene.notices.some((what) => /unmounted/.test(what)), 10_000))
  await watch.sweep()
  await delay(1_500)
  assert.equal(watch.files, files, 'of a disk that is away nothing is forgotten')
  assert.equal(scene.notices.filter((what) => /unmounted/.test(what)).length, 1)
  assert.deepEqual([scene.hits, scene.alarms], [[], []])
})

test('destroyed right before the disk is unmounted: the alarm is up all the same', async (t) => {
  using disk = mountedDisk(t)
  if (disk === undefined) return
  using scene = office(2, disk.root)
  using _watch = await scene.watch()
  for (const name of ['notes.txt', 'app.log']) writeFileSync(scene.at('folder 0', name), randomLike(9_000))
  assert.ok(await until(() => scene.alarms.length > 0, 10_000))
  disk.detach()
  assert.ok(await until(() => scene.notices.some((what) => /unmounted/.test(what)), 10_000))
})

test('another disk mounted over the folder is said', async (t) => {
  using scene = office(1)
  using _watch = await scene.watch()
  using disk = mountedDisk(t, scene.root)
  if (disk === undefined) return
  assert.ok(await until(() => scene.notices.some((what) => /mounted over/.test(what)), 10_000))
})

test('files that are replaced by hard links to ciphertext made elsewhere are destroyed files', async () => {
  using scene = office(2)
  using outside = office(1)
  using _watch = await scene.watch()
  for (const name of ['notes.txt', 'photo.jpg']) {
    writeFileSync(outside.at(name), randomLike(readFileSync(scene.at('folder 0', name)).length))
    // One as ln -f does it: a new name, moved over the old one. One removed first.
    if (name === 'notes.txt') {
      linkSync(outside.at(name), scene.at('folder 0', 'link'))
      renameSync(scene.at('folder 0', 'link'), scene.at('folder 0', name))
    } else {
      rmSync(scene.at('folder 0', name))
      await delay(100)
      linkSync(outside.at(name), scene.at('folder 0', name))
    }
  }
  assert.ok(await until(() => scene.alarms.length > 0, 5_000), `${scene.hits.length} hits`)
  assert.match(scene.hits.map(({ why }) => why).join(), /readable text became random bytes/)
})

test('hard links among the files that are there say nothing', async () => {
  using scene = office(2)
  using _watch = await scene.watch()
  for (const name of ['notes.txt', 'photo.jpg', 'letter.docx']) {
    linkSync(scene.at('folder 1', name), scene.at('folder 0', 'link'))
    renameSync(scene.at('folder 0', 'link'), scene.at('folder 0', name))
  }
  await delay(2_500)
  assert.deepEqual([scene.hits, scene.alarms], [[], []])
})
