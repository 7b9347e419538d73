import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { decodeName, encodeName, posixCalls } from '@anlauf/repository'

import { startYaraScanner } from '../../adapters/scanners/index.ts'
import {
  memoryVerdictCache,
  parseManifest,
  placeOf,
  type RecoveryProgress,
  verifyCleanRoom,
} from './index.ts'
import {
  type Ground,
  ground,
  holdsBytes,
  picture,
  placedPaths,
  planAll,
  recover,
  sha256,
  snapshot,
  write,
} from './recovery.fixture.ts'

const rules = fileURLToPath(new URL('../../../../../rules', import.meta.url))
const scanner = await startYaraScanner({ rules: [rules], processes: 1 })
after(() => scanner.close())

const marker = ['ANLAUF-DRILL-', 'DROPPER-7f3a9c'].join('')

/** Counts the reads of data packs: what a run fetched. */
function countReads({ repository }: Ground): { bytes: number } {
  const counted = { bytes: 0 }
  const read = repository.storage.read.bind(repository.storage)
  repository.storage.read = async (kind, id, range) => {
    const bytes = await read(kind, id, range)
    if (kind === 'data') counted.bytes += bytes.length
    return bytes
  }
  return counted
}

/** The machine's files and links are what lies in the clean room. */
function assertSame(place: Ground): void {
  const of = (folder: string): Record<string, string> => {
    const all = Object.entries(picture(folder)).filter(([path]) => !path.endsWith('/'))
    return Object.fromEntries(all)
  }
  assert.deepEqual(of(join(place.cleanRoom, 'files1', 'files', 'files1')), of(place.machine))
}

test('files of every size come back byte for byte, with mode and time, and are verified', async (t) => {
  const place = await ground(t)
  const large = randomBytes(9 * 1024 * 1024)
  write(place, {
    empty: '',
    one: '1',
    'd/large': large,
    // Shares most of its blobs with the other one, and one of its own holds twice.
    'd/nearly': Buffer.concat([large.subarray(0, 5_000_000), Buffer.from('x'), large.subarray(5_000_000)]),
    'd/twice': Buffer.concat([large, large]),
    ...Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`many/${at % 7}/${at}`, `file ${at}`])),
  })
  for (const [name, mode] of [['one', 0o640], ['empty', 0o400], ['d/large', 0o755]] as const) {
    chmodSync(join(place.machine, name), mode)
  } // prettier-ignore
  const when = 1_699_999_999_123_456_789n
  for (const name of ['one', 'd/large']) posixCalls.setTimes(Buffer.from(join(place.machine, name)), 0n, when)
  utimesSync(join(place.machine, 'empty'), -86_400, -86_400)
  await snapshot(place)
  const figures: RecoveryProgress[] = []
  const outcome = await recover(place, {
    plan: await planAll(place),
    scanner,
    onProgress: (progress) => figures.push(progress),
  })
  assertSame(place)
  for (const name of ['one', 'd/large', 'empty']) {
    const found = placeOf(join(place.cleanRoom, 'files1'), { host: 'files1', path: `/${name}` })
    const [was, is] = [join(place.machine, name), found].map(
      (path) => lstatSync(path, { bigint: true }).mtimeNs,
    )
    assert.equal(is, was, name)
  }
  const [unit] = outcome.units
  assert.ok(unit)
  assert.equal(unit.files, 305)
  assert.deepEqual([unit.quarantined, unit.caseReview, outcome.resumed], [[], [], false])
  const lines = parseManifest(readFileSync(unit.manifestFile, 'utf8'))
  assert.equal(lines.find(({ path }) => path === '/d/large')?.sha256, sha256(large))
  assert.equal(lines.find(({ path }) => path === '/one')?.mode, 0o640)
  const verification = await verifyCleanRoom(place.cleanRoom, unit)
  assert.deepEqual([verification.problems, verification.files, verification.bytes], [[], 305, unit.bytes])
  const { done, total, bytesDone, bytesTotal } = figures.at(-1) ?? {
    done: 0,
    total: 1,
    bytesDone: 0,
    bytesTotal: 1,
  }
  assert.deepEqual([done, bytesDone], [total, bytesTotal])
})

test('equal contents are read and scanned once, over all units; known verdicts are not asked for again', async (t) => {
  const place = await ground(t)
  const shared = randomBytes(300_000)
  write(place, {
    'a/1': shared,
    'a/2': shared,
    'b/1': shared,
    'b/2': 'own',
    'a/empty': '',
    'b/empty': '',
  })
  await snapshot(place)
  const plan = await planAll(place, (_host, path) => ({ tenant: path.slice(1, 2) }))
  const reads = countReads(place)
  const verdicts = memoryVerdictCache()
  const first = await recover(place, { plan, scanner, verdicts })
  assert.deepEqual([first.scanned, first.fromCache], [3, 0])
  assert.ok(reads.bytes < 400_000, `${reads.bytes} bytes were read`)
  assert.deepEqual(placedPaths(place.cleanRoom, 'a', 'files1'), ['/a/1', '/a/2', '/a/empty'])
  assert.deepEqual(placedPaths(place.cleanRoom, 'b', 'files1'), ['/b/1', '/b/2', '/b/empty'])

  const again = { ...place, cleanRoom: join(place.folder, 'another') }
  const second = await recover(again, { plan, scanner, verdicts })
  assert.deepEqual([second.scanned, second.fromCache], [0, 3])
  assert.deepEqual(
    second.units.map(({ manifestDigest }) => manifestDigest),
    first.units.map(({ manifestDigest }) => manifestDigest),
  )
})

test('names are bytes: stray ones, quotes, emoji, depth and length survive', async (t) => {
  const place = await ground(t)
  const names = [
    'a "quoted" \'name\'',
    'new\nline\ttab',
    '🦔 ümläut',
    decodeName(Buffer.from([0x66, 0xff, 0xfe, 0x67])),
    decodeName(Buffer.from([0xc3, 0x28])),
    'n'.repeat(255),
    '.publishing',
    '.anlauf-part-1',
    `${'deep/'.repeat(60)}end`,
    '-rf',
    '\\',
  ]
  for (const name of names) {
    const path = Buffer.concat([Buffer.from(`${place.machine}/`), encodeName(name)])
    mkdirSync(path.subarray(0, path.lastIndexOf('/')), { recursive: true })
    writeFileSync(path, `content of ${names.indexOf(name)}`)
  }
  await snapshot(place)
  const { units } = await recover(place, { plan: await planAll(place), scanner })
  assert.equal(units[0]?.files, names.length)
  assertSame(place)
  assert.deepEqual(
    units.map(({ caseReview }) => caseReview),
    [[]],
  )
  const [unit] = units
  assert.ok(unit)
  assert.deepEqual((await verifyCleanRoom(place.cleanRoom, unit)).problems, [])
})

test('a path that is too long once the clean room stands before it comes back and is verified', async (t) => {
  const place = await ground(t)
  const deep = `${'d'.repeat(200)}/`.repeat(19)
  write(place, { [`${deep}file`]: 'deep', flat: 'flat' })
  await snapshot(place)
  const cleanRoom = join(place.folder, 'c'.repeat(200), 'c'.repeat(150))
  const { units } = await recover({ ...place, cleanRoom }, { plan: await planAll(place), scanner })
  assert.deepEqual([units[0]?.files, units[0]?.caseReview], [2, []])
  const full = placeOf(join(cleanRoom, 'files1'), { host: 'files1', path: `/${deep}file` })
  assert.throws(() => lstatSync(full), { code: 'ENAMETOOLONG' })
  const [unit] = units
  assert.ok(unit)
  assert.equal((await verifyCleanRoom(cleanRoom, unit)).files, 2)
})

test('infected contents are sealed in quarantine and lie nowhere in the clear, small and large ones', async (t) => {
  const place = await ground(t)
  const large = Buffer.concat([randomBytes(9_000_000), Buffer.from(marker), randomBytes(1_000_000)])
  write(place, {
    'bin/dropper': `x ${marker} y`,
    'bin/again': `x ${marker} y`,
    'bin/large': large,
    fine: 'fine',
  })
  await snapshot(place)
  const plan = await planAll(place)
  const { units } = await recover(place, { plan, scanner })
  assert.deepEqual(
    units[0]?.quarantined.map(({ path, verdict }) => [path, verdict.matches]),
    [['/bin/again', ['anlauf_drill_dropper']], ['/bin/dropper', ['anlauf_drill_dropper']], ['/bin/large', ['anlauf_drill_dropper']]],
  ) // prettier-ignore
  assert.deepEqual(placedPaths(place.cleanRoom, 'files1'), ['/fine'])
  assert.ok(holdsBytes(place.machine, marker), 'the search finds what is there')
  for (const folder of [place.cleanRoom, place.quarantine]) assert.ok(!holdsBytes(folder, marker), folder)
  const sealed = Object.keys(picture(place.quarantine)).filter((path) => path.endsWith('.sealed'))
  assert.equal(sealed.length, 2, 'equal contents are sealed once')
  const notes = readFileSync(join(place.quarantine, 'items.ndjson'), 'utf8').trimEnd().split('\n')
  assert.equal(notes.length, 3)
  assert.ok(notes.every((note) => (JSON.parse(note) as { unit: string }).unit === 'files1'))
})

test('links inside come back; links that lead out of their machine, also through others, wait for a person', async (t) => {
  const place = await ground(t)
  write(place, { 'd/file': 'f', 'd/e/x': 'x' })
  const links: [string, string][] = [
    ['in', 'd/file'],
    ['d/up', '../d/file'],
    ['d/e/self', '.'],
    ['d/e/top', '../..'],
    ['dangling', 'nowhere/../at-all'],
    ['out', '../out'],
    ['absolute', '/etc/passwd'],
    ['d/e/far', '../../../x'],
    // Lexically inside; but "top" leads to the top, and its ".." out of it.
    ['d/e/chain', 'top/..'],
  ]
  for (const [name, target] of links) symlinkSync(target, join(place.machine, name))
  await snapshot(place)
  const { units } = await recover(place, { plan: await planAll(place), scanner })
  const held = units[0]?.caseReview.map(({ path, cause }) => [path, cause])
  assert.deepEqual(
    held?.toSorted(),
    ['/absolute', '/d/e/chain', '/d/e/far', '/dangling', '/out'].map((path) => [path, 'link-leads-outside']),
  )
  assert.deepEqual(placedPaths(place.cleanRoom, 'files1'), [
    '/d/e/self',
    '/d/e/top',
    '/d/e/x',
    '/d/file',
    '/d/up',
    '/in',
  ])
  const [unit] = units
  assert.ok(unit)
  assert.deepEqual((await verifyCleanRoom(place.cleanRoom, unit)).problems, [])
})
