import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { type BlobId, localStorage, openRepository, type Repository, walkTree } from '@anlauf/repository'

import {
  emptyRepository,
  forge,
  password,
  refusal,
} from '../../../../../repository/src/small-repository.fixture.ts'
import { full } from '../../../drill/attack/some-modes.fixture.ts'
import { paragraph } from '../../../drill/content/words.ts'
import { seededRandom } from '../../../drill/random.ts'
import { detectHistory } from '../detect-history.ts'
import { openOffice, verdictsOf } from './nights.fixture.ts'

const random = seededRandom(161)

test('equal subtrees are skipped, and no data is read where nothing changed', async (t) => {
  const office = await openOffice(t)
  for (let folder = 0; folder < 20; folder += 1) {
    for (let file = 0; file < 10; file += 1) office.write(`d${folder}/f${file}.txt`, paragraph(random))
  }
  await office.night()
  const quiet = (await office.detect()).report.counters
  assert.deepEqual(quiet, { snapshots: 1, treesRead: 22, filesSeen: 200, changesJudged: 0, bytesRead: 0 })
  await office.night()
  assert.deepEqual(
    (await office.detect()).report.counters,
    { ...quiet, snapshots: 2 },
    'equal trees are not opened',
  )
  office.write('d7/f3.txt', 'another text')
  await office.night()
  const { counters, files } = (await office.detect()).report
  // Root, srv and d7, old and new; ten files seen on either side.
  assert.deepEqual([counters.treesRead, counters.filesSeen, counters.changesJudged], [22 + 6, 200 + 20, 1])
  assert.ok(counters.bytesRead < 2000, `${counters.bytesRead} bytes`)
  assert.deepEqual(
    files.map(({ path }) => path),
    ['/srv/d7/f3.txt'],
  )
})

test('metadata alone is no change: new times, new modes', async (t) => {
  const office = await openOffice(t)
  office.write('a/b.txt', 'text')
  await office.night()
  execFileSync('chmod', ['600', join(office.root, 'srv/a/b.txt')])
  execFileSync('touch', [join(office.root, 'srv/a/b.txt')])
  await office.night()
  const { report } = await office.detect()
  assert.deepEqual([report.files, report.counters.changesJudged], [[], 0])
})

test('newest clean is the last snapshot that holds the content, also for what was renamed or deleted later', async (t) => {
  const office = await openOffice(t)
  office.write('changed.txt', paragraph(random))
  office.write('moved.txt', paragraph(random))
  office.write('gone.txt', paragraph(random))
  await office.night()
  for (const name of ['changed.txt', 'moved.txt', 'gone.txt']) office.write(name, paragraph(random))
  await office.night()
  const third = await office.night()
  office.rename('moved.txt', 'new-name.txt')
  office.remove('gone.txt')
  await office.night()
  const last = await office.night()
  const { file } = await office.detect()
  assert.equal(file('changed.txt')?.newestClean, last)
  assert.equal(file('moved.txt')?.newestClean, third)
  assert.equal(file('gone.txt')?.newestClean, third)
  assert.equal(file('new-name.txt')?.newestClean, last)
})

test('a file that becomes a folder, and a folder that becomes a file', async (t) => {
  const office = await openOffice(t)
  office.write('thing', paragraph(random))
  office.write('place/inside.txt', paragraph(random))
  await office.night()
  office.remove('thing')
  office.write('thing/inside.txt', paragraph(random))
  office.remove('place')
  office.write('place', paragraph(random))
  await office.night()
  const { last, convicted } = await office.detect()
  assert.deepEqual(convicted(), [])
  assert.deepEqual([last('thing/inside.txt'), last('place')], ['clean', 'clean'])
})

test('every machine is a series of its own; tenants gather what lies on several', async (t) => {
  const office = await openOffice(t)
  office.write('a/letter.txt', paragraph(random).repeat(20))
  office.write('b/letter.txt', paragraph(random).repeat(20))
  await office.night('one')
  const quiet = await office.night('two')
  office.encrypt('a/letter.txt', full)
  const hit = await office.night('two')
  office.encrypt('b/letter.txt', full)
  await office.night('one')
  const place = (_host: string, path: string) => (path.startsWith('/srv/a') ? { tenant: 'anna' } : undefined)
  const byPlace = await office.detect({ place })
  assert.deepEqual(
    byPlace.report.tenants.map(({ tenant, onset, filesHit }) => [tenant, onset?.before, filesHit]),
    [
      ['anna', hit, 2],
      ['unassigned', undefined, 1],
    ],
  )
  assert.equal(byPlace.report.tenants[0]?.onset?.after, quiet)
  const one = await office.detect({ hosts: ['two'] })
  assert.deepEqual(new Set(one.report.snapshots.map(({ host }) => host)), new Set(['two']))
  assert.deepEqual((await office.detect({ hosts: ['nobody'] })).report.files, [])
})

test('an empty repository, a single snapshot, a baseline full of noise', async (t) => {
  const { repository } = await emptyRepository(t)
  const empty = await detectHistory(repository)
  assert.deepEqual([empty.snapshots, empty.files, empty.onset], [[], [], null])
  const office = await openOffice(t)
  office.write('x.locked', random.bytes(5000))
  await office.night()
  assert.deepEqual((await office.detect()).report.files, [])
})

test('names of stray bytes are judged like all others', async (t) => {
  const office = await openOffice(t)
  const name = Buffer.concat([
    Buffer.from(join(office.root, 'srv/bad-')),
    Buffer.from([0xff, 0xfe, 0x80]),
    Buffer.from('.txt'),
  ])
  writeFileSync(name, paragraph(random).repeat(20))
  await office.night()
  writeFileSync(name, random.bytes(3000))
  await office.night()
  const { report } = await office.detect()
  assert.deepEqual(
    report.files.map(({ path, versions }) => [path, versions.at(-1)?.verdict]),
    [['/srv/bad-\udcff\udcfe\udc80.txt', 'convicted']],
  )
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report, 'survives JSON')
})

test('a path of two hundred folders', async (t) => {
  const office = await openOffice(t)
  const deep = `${'d/'.repeat(200)}letter.txt`
  office.write(deep, paragraph(random).repeat(20))
  await office.night()
  office.encrypt(deep, full)
  await office.night()
  assert.equal((await office.detect()).last(deep), 'convicted')
})

test('a tree deeper than any file system is an error, not an overflow', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  let nodes = [await client.file('letter.txt', 'text')]
  for (let level = 0; level < 2100; level += 1) nodes = [await client.dir('d', nodes)]
  await client.snapshot(await client.tree(nodes))
  await repository.refreshIndex()
  await assert.rejects(detectHistory(repository), refusal('limit-exceeded', /deeper than/))
})

test('a damaged tree stops the work with a typed error; a damaged file leaves that file undecided', async (t) => {
  const office = await openOffice(t)
  office.write('a/letter.txt', paragraph(random).repeat(20))
  office.write('b/other.txt', paragraph(random).repeat(20))
  await office.night()
  office.write('a/letter.txt', paragraph(random).repeat(21))
  office.write('b/other.txt', paragraph(random).repeat(22))
  await office.night()
  const repository = await openRepository(localStorage(office.place), { password })
  const index = await repository.loadIndex()
  const [first] = await repository.listSnapshots()
  const damage = async (type: 'tree' | 'data') => {
    const wanted = type === 'tree' ? first?.tree : await contentOf(repository, 'letter.txt')
    const [location] = wanted === undefined ? [] : index.locations(wanted)
    assert.ok(location !== undefined)
    const pack = join(office.place, 'data', location.pack.slice(0, 2), location.pack)
    execFileSync('chmod', ['u+w', pack])
    const bytes = readFileSync(pack)
    bytes[location.offset + 20] = (bytes[location.offset + 20] ?? 0) ^ 1
    writeFileSync(pack, bytes)
  }
  await damage('data')
  const hole = verdictsOf(await detectHistory(await openRepository(localStorage(office.place), { password })))
  assert.equal(hole.last('a/letter.txt'), 'unknown', hole.reasons('a/letter.txt'))
  assert.match(hole.reasons('a/letter.txt'), /cannot be read/)
  assert.equal(hole.last('b/other.txt'), 'clean')
  await damage('tree')
  const broken = await openRepository(localStorage(office.place), { password })
  await assert.rejects(detectHistory(broken), refusal('damaged'))
})

/** The blob of a file in the newest snapshot. */
async function contentOf(repository: Repository, name: string): Promise<BlobId | undefined> {
  const newest = (await repository.listSnapshots()).at(-1)
  if (newest === undefined) return undefined
  for await (const { node } of walkTree(repository, newest.tree)) {
    if (node.name === name) return node.content?.[0]
  }
  return undefined
}

test('a client that lies about sizes is not believed, and costs no memory', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const honest = await client.file('a.txt', 'honest text\n'.repeat(100))
  await client.snapshot(await client.tree([honest]))
  const bloated = {
    ...honest,
    content: Array.from({ length: 100_000 }, () => honest.content?.[0] ?? assert.fail()),
  }
  await client.snapshot(await client.tree([bloated]))
  await repository.refreshIndex()
  const report = await detectHistory(repository)
  const verdict = report.files.find(({ path }) => path === '/a.txt')?.versions.at(-1)
  assert.equal(verdict?.verdict, 'unknown')
  assert.ok(report.counters.bytesRead < 1_000_000)
})

test('an aborted detection stops', async (t) => {
  const office = await openOffice(t)
  office.write('a.txt', paragraph(random))
  await office.night()
  office.write('a.txt', 'b')
  await office.night()
  await assert.rejects(office.detect({ signal: AbortSignal.abort(new Error('enough')) }), /enough/)
  const controller = new AbortController()
  const stopping = office.detect({
    signal: controller.signal,
    onProgress: () => controller.abort(new Error('later')),
  })
  await assert.doesNotReject(stopping, 'the last progress comes after the last change')
})

test('progress counts snapshots and bytes', async (t) => {
  const office = await openOffice(t)
  office.write('a.txt', paragraph(random))
  await office.night()
  office.write('a.txt', paragraph(random))
  await office.night()
  const seen: number[] = []
  const { report } = await office.detect({ onProgress: ({ done, total }) => seen.push(done / total) })
  assert.equal(seen.at(-1), 1)
  assert.equal(report.counters.changesJudged, 1)
})
