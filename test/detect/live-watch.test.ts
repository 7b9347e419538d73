import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { realFiles } from '../../packages/platform/src/phases/detect/real-files.fixture.ts'
import {
  canaryOf,
  openCanaries,
  placeCanaries,
  removeCanaries,
  sealCanaries,
} from '../../packages/platform/src/phases/detect/watch/index.ts'
import { kindsAFolder, office, randomLike, until } from './office.fixture.ts'

const writer = fileURLToPath(new URL('live-writer.ts', import.meta.url))

for (const [mode, shape] of [
  ['full', 'in-place'],
  ['conti-full', 'new-then-delete'],
  ['akira-50', 'in-place'],
  ['lockbit2-head', 'in-place'],
  ['basta-2023', 'in-place'],
  ['hive-6', 'truncate-and-write'],
] as const) {
  test(`${mode}, ${shape}, at 417 files a second: an alarm after few files`, async () => {
    using scene = office()
    using _watch = await scene.watch()
    const child = spawn(process.execPath, [writer, scene.root, mode, shape, '417'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (bytes: Buffer) => void (said += bytes.toString()))
    const ended = once(child, 'exit')
    const isRaised = await until(() => scene.alarms.length > 0, 20_000)
    const lost = said
      .split('\n')
      .filter((line) => Number(line.split(' ')[0]) <= (scene.alarms[0]?.at.getTime() ?? Infinity))
    child.kill('SIGKILL')
    await ended
    assert.ok(isRaised, `no alarm; ${scene.hits.length} hits`)
    // Timers of a busy machine are coarse: the figures of a quiet one come from the bench.
    assert.ok(lost.length < 150, `${lost.length} files were lost before the alarm`)
    console.log(`# ${mode} ${shape}: ${lost.length} files before the alarm`)
  })
}

test('what people and programs do to files raises no alarm', async () => {
  using scene = office(6)
  using watch = await scene.watch()
  const fresh = await realFiles(12)
  for (let folder = 0; folder < 6; folder += 1) {
    const at = (name: string): string => scene.at(`folder ${folder}`, name)
    // Other documents of the same kinds, saved over the old ones: in place, and by a new file that is renamed.
    for (const [name, bytes] of fresh) {
      if (folder % 2 === 0) writeFileSync(at(name), bytes)
      else {
        writeFileSync(at(`~${name}.tmp`), bytes)
        renameSync(at(`~${name}.tmp`), at(name))
      }
    }
    // Compressed, encrypted on purpose, moved, touched, emptied, appended to, deleted.
    writeFileSync(
      at('backup.7z'),
      Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), randomLike(40_000)]),
    )
    writeFileSync(at('secret.gpg'), randomLike(30_000))
    renameSync(at('letter.docx'), at('letter old.docx'))
    utimesSync(at('scan.png'), new Date(), new Date())
    truncateSync(at('notes.txt'), 0)
    appendFileSync(at('app.log'), 'one line more\n'.repeat(50))
    unlinkSync(at('sound.wav'))
  }
  await delay(2_500)
  assert.deepEqual(
    scene.alarms.flatMap(({ hits }) => hits.map(({ path, why }) => `${path}: ${why}`)),
    [],
  )
  assert.ok(watch.files > 6 * kindsAFolder)
})

test('one destroyed file alone is no alarm, under however many names', async () => {
  using scene = office(2)
  using _watch = await scene.watch()
  const path = scene.at('folder 0', 'notes.txt')
  writeFileSync(path, randomLike(9_000))
  assert.ok(await until(() => scene.hits.length > 0, 3_000))
  renameSync(path, `${path}.locked`)
  await delay(300)
  writeFileSync(`${path}.locked`, randomLike(9_000, 5))
  await delay(500)
  assert.deepEqual(scene.alarms, [])
})

test('emptied first and written in small pieces, a file is still judged by what it was', async () => {
  using scene = office(2)
  using _watch = await scene.watch()
  for (const folder of ['folder 0', 'folder 1']) {
    const path = scene.at(folder, 'notes.txt')
    truncateSync(path, 0)
    await delay(60)
    const bytes = randomLike(9_000)
    for (const [from, to] of [
      [0, 40],
      [40, 5_000],
      [5_000, 9_000],
    ] as const) {
      appendFileSync(path, bytes.subarray(from, to))
      await delay(30)
    }
  }
  assert.ok(await until(() => scene.alarms.length > 0, 3_000), `${scene.hits.length} hits`)
})

test('a canary that is written, renamed, deleted or linked is an alarm at once', async () => {
  for (const touch of [
    (path: string) => appendFileSync(path, 'x'),
    (path: string) => renameSync(path, `${path}.locked`),
    (path: string) => unlinkSync(path),
    (path: string) => linkSync(path, `${path}.link`),
    (path: string) => {
      const bytes = readFileSync(path)
      unlinkSync(path)
      writeFileSync(path, bytes)
    },
  ]) {
    using scene = office(1)
    for (let i = 0; i < 10; i += 1)
      writeFileSync(scene.at('folder 0', `text ${i}.txt`), 'Dear Anna, '.repeat(60))
    const records = placeCanaries([scene.at('folder 0')])
    assert.ok(records.length >= 2 && records.length <= 4, `${records.length} canaries`)
    const key = Buffer.alloc(32, 7)
    const sealed = sealCanaries(records, key)
    const canaries = openCanaries(sealed, key).map(canaryOf)
    assert.throws(() => openCanaries(sealed.replace('folder 0', 'folder 1'), key), {
      code: 'evidence-broken',
    })
    using _watch = await scene.watch({ canaries })
    await delay(50)
    assert.deepEqual(scene.alarms, [])
    const [record] = records
    assert.ok(record)
    touch(record.path)
    assert.ok(await until(() => scene.alarms.length > 0, 3_000), String(touch))
    const names = readdirSync(scene.at('folder 0')).toSorted()
    assert.equal(removeCanaries(records), records.length - 1, 'the touched one is evidence')
    assert.ok(names.length > 20)
  }
})

test('a watched folder that vanishes is said, and a sweep finds what no event told', async () => {
  using scene = office(3)
  using watch = await scene.watch()
  for (const name of ['notes.txt', 'app.log', 'mail.eml']) {
    writeFileSync(scene.at('folder 1', name), randomLike(8_000))
  }
  await watch.sweep()
  assert.equal(scene.alarms.length, 1)
  rmSync(scene.root, { recursive: true })
  assert.ok(
    await until(() => scene.notices.some((what) => /cannot be/.test(what)), 5_000),
    scene.notices.join(),
  )
})

test('a watched folder that is renamed away is said once; when it is back, what happened meanwhile is found', async () => {
  using scene = office(2)
  using watch = await scene.watch()
  const { files } = watch
  renameSync(scene.root, `${scene.root}-away`)
  try {
    assert.ok(await until(() => scene.notices.some((what) => /not there any more/.test(what)), 10_000))
    await watch.sweep()
    assert.equal(watch.files, files, 'nothing is forgotten')
  } finally {
    renameSync(`${scene.root}-away`, scene.root)
  }
  assert.ok(await until(() => scene.notices.some((what) => /away for a while/.test(what)), 10_000))
  await delay(1_500)
  assert.equal(scene.notices.filter((what) => /not there any more/.test(what)).length, 1)
  assert.deepEqual(scene.alarms, [])
})

test('renamed twice before it is destroyed, and its time set back: still one file that was known, and said', async () => {
  using scene = office(2)
  using _watch = await scene.watch()
  for (const folder of ['folder 0', 'folder 1']) {
    renameSync(scene.at(folder, 'notes.txt'), scene.at(folder, 'x1.tmp'))
    renameSync(scene.at(folder, 'x1.tmp'), scene.at('', `${folder} moved.bin`))
    writeFileSync(scene.at(`${folder} moved.bin`), randomLike(9_000))
    utimesSync(scene.at(`${folder} moved.bin`), 1_000_000, 1_000_000)
  }
  assert.ok(await until(() => scene.alarms.length > 0, 10_000), `${scene.hits.length} hits`)
  assert.match(scene.hits.map(({ why }) => why).join(), /readable text became random bytes/)
})

test('destroyed through another name outside, which raises no event here: the sweep finds it', async () => {
  using scene = office(2)
  using outside = office(1)
  for (const folder of ['folder 0', 'folder 1'])
    linkSync(scene.at(folder, 'notes.txt'), outside.at(`${folder} link`))
  using watch = await scene.watch()
  for (const folder of ['folder 0', 'folder 1']) {
    writeFileSync(outside.at(`${folder} link`), randomLike(9_000))
    utimesSync(outside.at(`${folder} link`), 1_000_000, 1_000_000)
  }
  await watch.sweep()
  assert.equal(scene.alarms.length, 1)
  assert.match(scene.hits[0]?.why ?? '', /set back/)
})

test('pictures that break in place are hits at once, a file that grows is none, nor what is whole again', async () => {
  using scene = office(3)
  using _watch = await scene.watch()
  for (const folder of ['folder 0', 'folder 1']) {
    // A stream that goes on being written.
    for (let part = 0; part < 4; part += 1) {
      appendFileSync(scene.at(folder, 'app.log.gz'), randomLike(3_000, part + 1))
      await delay(20)
    }
  }
  assert.deepEqual(scene.hits, [])
  const path = scene.at('folder 0', 'photo.jpg')
  const picture = readFileSync(path)
  const half = Buffer.from(picture)
  half.set(randomLike(5_000), Math.floor(picture.length / 3))
  writeInPlace(path, half)
  assert.ok(await until(() => scene.hits.length > 0, 5_000))
  writeInPlace(path, picture)
  await delay(300)
  writeInPlace(scene.at('folder 1', 'photo.jpg'), half)
  await delay(1_000)
  assert.deepEqual(scene.alarms, [], 'the first was whole again')
  writeInPlace(path, half)
  assert.ok(await until(() => scene.alarms.length > 0, 5_000))
})

/** Over the old bytes, without emptying the file first. */
function writeInPlace(path: string, bytes: Buffer): void {
  const file = openSync(path, 'r+')
  writeSync(file, bytes, 0, bytes.length, 0)
  closeSync(file)
}

test('more events than the kernel keeps are noticed as lost, and every file is looked at', async () => {
  using scene = office(2)
  using _watch = await scene.watch()
  // All in one turn: nobody takes events away meanwhile, so the queue of 16,384 runs over.
  mkdirSync(scene.at('flood'))
  await delay(100)
  for (let i = 0; i < 12_000; i += 1) writeFileSync(scene.at('flood', `f${i}`), 'x')
  for (const name of ['notes.txt', 'app.log', 'mail.eml'])
    writeFileSync(scene.at('folder 1', name), randomLike(8_000))
  assert.ok(await until(() => scene.notices.some((what) => /events were lost/.test(what)), 10_000))
  assert.ok(await until(() => scene.alarms.length > 0, 10_000), 'the sweep found what no event told')
})
