import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmodSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

import { type BlobId, localStorage, openRepository, type Repository } from '@anlauf/repository'

import { forge, forgeIndex, nodeNamed } from '../../../../repository/src/small-repository.fixture.ts'
import { startYaraScanner } from '../../adapters/scanners/index.ts'
import { parsePlan, planRecovery, verifyCleanRoom } from './index.ts'
import {
  type Ground,
  ground,
  password,
  picture,
  placedPaths,
  planAll,
  recover,
  reportOf,
  snapshot,
  write,
} from './recovery.fixture.ts'

const rules = fileURLToPath(new URL('../../../../../rules', import.meta.url))
const scanner = await startYaraScanner({ rules: [rules], processes: 1 })
after(() => scanner.close())

/** Anew, as on the day of the disaster: nothing is remembered. */
async function reopened(place: Ground): Promise<Ground> {
  return { ...place, repository: await openRepository(localStorage(place.place), { password }) }
}

/** The pack file that holds a blob. */
async function packOf({ repository, place }: Ground, blob: BlobId | undefined): Promise<string> {
  const [location] = (await repository.loadIndex()).locations(blob ?? ('' as BlobId))
  assert.ok(location)
  return join(place, 'data', location.pack.slice(0, 2), location.pack)
}

async function withLargeAndSmall(t: TestContext): Promise<Ground> {
  const place = await ground(t)
  write(place, {
    large: randomBytes(17_000_000),
    ...Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`small/${at}`, `file ${at}`])),
  })
  await snapshot(place)
  return place
}

/** Every damage to the pack of one blob of the large file. */
const damages: [string, (pack: string, at: number) => void][] = [
  ['a flipped bit', (pack, at) => flip(pack, at)],
  ['a pack cut short', (pack, at) => cut(pack, at)],
  ['a pack that is gone', (pack) => rmSync(pack, { force: true })],
]

for (const [name, damage] of damages) {
  test(`${name}: what it hits goes to a person, all else is restored, and a mended copy completes it`, async (t) => {
    const place = await withLargeAndSmall(t)
    const plan = await planAll(place)
    const large = plan.units[0]?.items.find(({ path }) => path === '/large')
    const blob = large?.content[1]
    const [location] = (await place.repository.loadIndex()).locations(blob ?? ('' as BlobId))
    const pack = await packOf(place, blob)
    const whole = readFileSync(pack)
    damage(pack, (location?.offset ?? 0) + 100)

    const damaged = await reopened(place)
    const first = await recover(damaged, { plan, scanner })
    const [unit] = first.units
    assert.ok(unit)
    const held = unit.caseReview.map(({ path }) => path)
    assert.ok(held.includes('/large'))
    assert.equal(unit.files + held.length, 41, 'nothing is passed over')
    assert.ok(unit.files > 0)
    for (const { cause, detail } of unit.caseReview) {
      assert.match(cause, /^(damaged|missing-object|read-failed)$/)
      assert.ok(detail.length > 10)
    }
    assert.equal(placedPaths(place.cleanRoom, 'files1').length, unit.files)
    assert.ok(!placedPaths(place.cleanRoom, 'files1').includes('/large'))
    assert.deepEqual((await verifyCleanRoom(place.cleanRoom, unit)).problems, [])

    writeFileSync(pack, whole)
    const second = await recover(await reopened(place), { plan, scanner })
    assert.equal(second.resumed, true)
    assert.deepEqual([second.units[0]?.caseReview, second.units[0]?.files], [[], 41])
    const found = picture(join(place.cleanRoom, 'files1', 'files', 'files1'))
    assert.deepEqual(found['/large'], picture(place.machine)['/large'])
  })
}

function flip(file: string, at: number): void {
  chmodSync(file, 0o600)
  const bytes = readFileSync(file)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(file, bytes)
}

function cut(file: string, at: number): void {
  chmodSync(file, 0o600)
  truncateSync(file, at)
}

/** A repository that any client with the key wrote, honest or not; `tree` makes the root. */
async function forged(
  t: TestContext,
  tree: (client: ReturnType<typeof forge>) => Promise<BlobId>,
): Promise<Ground> {
  const place = await ground(t)
  const client = forge(place.repository)
  await client.snapshot(await tree(client))
  return place
}

test('an index that lies about lengths and places neither moves pieces nor costs the file', async (t) => {
  const pieces = ['ten bytes.', 'twenty bytes in all.', 'ten bytes.']
  const place = await forged(t, async (client) =>
    client.tree([await client.file('a', ...pieces), await client.file('b', 'other')]),
  )
  const index = await place.repository.loadIndex()
  const [a] = (await planAll(place)).units[0]?.items ?? []
  const [first, second] = (a?.content ?? []) as [BlobId, BlobId]
  const lie = (
    repository: Repository,
    id: BlobId,
    more: { offset?: number; uncompressedLength?: number },
  ) => {
    const at = index.locations(id)[0]
    assert.ok(at)
    return forgeIndex(repository, [{ pack: at.pack, blobs: [{ ...at, id, ...more }] }])
  }
  // Several of each, so that a lie comes first: 15 + 10 + 15 has the right sum and the wrong places.
  for (let at = 0; at < 6; at += 1) {
    await lie(place.repository, first, { uncompressedLength: 15 })
    await lie(place.repository, second, { uncompressedLength: 10 })
    await lie(place.repository, second, { offset: at })
  }
  await place.repository.refreshIndex()
  const { units } = await recover(place, { plan: await planAll(place), scanner })
  assert.deepEqual([units[0]?.files, units[0]?.caseReview], [2, []])
  const found = join(place.cleanRoom, 'files1', 'files', 'files1', 'a')
  assert.equal(readFileSync(found, 'utf8'), pieces.join(''))
})

test('when no honest place is left the file goes to a person', async (t) => {
  const place = await forged(t, async (client) =>
    client.tree([await client.file('a', 'one', 'two'), await client.file('b', 'other')]),
  )
  const index = await place.repository.loadIndex()
  const [a] = (await planAll(place)).units[0]?.items ?? []
  const [at] = index.locations(a?.content[0] ?? ('' as BlobId))
  assert.ok(at && a?.content[0])
  const blob = { ...at, id: a.content[0], length: at.length - 1 }
  place.repository.loadIndex = async () => ({
    ...index,
    locations: (id) => (id === blob.id ? [blob] : index.locations(id)),
    select: (wanted) => {
      const chosen = index.select(wanted)
      const lying = [...chosen.packs()].map(({ pack, blobs }) => ({
        pack,
        blobs: blobs.map((one) => (one.id === blob.id ? blob : one)),
      }))
      return { ...chosen, packs: () => lying }
    },
  })
  const { units } = await recover(place, { plan: await planAll(place), scanner })
  assert.deepEqual(
    units[0]?.caseReview.map(({ path, cause }) => [path, cause]),
    [['/a', 'damaged']],
  )
  assert.deepEqual(placedPaths(place.cleanRoom, 'files1'), ['/b'])
})

test('sizes that the content does not have are no version of a file; honest ones beside them are', async (t) => {
  const place = await forged(t, async (client) => {
    const one = await client.file('one', 'single')
    const two = await client.file('two', 'first ', 'second')
    return client.tree([
      one,
      two,
      { ...one, name: 'one-long', size: 7 },
      { ...one, name: 'one-short', size: 5 },
      { ...one, name: 'one-empty', content: [], size: 6 },
      { ...two, name: 'two-long', size: 13 },
      { ...two, name: 'two-huge', size: Number.MAX_SAFE_INTEGER },
      { ...two, name: 'two-half', content: two.content?.slice(0, 1) ?? [] },
      { ...two, name: 'two-lost', content: [...(two.content ?? []), 'ab'.repeat(32) as BlobId], size: 20 },
    ])
  }) // prettier-ignore
  const { units } = await recover(place, { plan: await planAll(place), scanner })
  assert.deepEqual(placedPaths(place.cleanRoom, 'files1'), ['/one', '/two'])
  assert.deepEqual(units[0]?.caseReview.map(({ path, cause }) => `${path} ${cause}`).sort(), [
    '/one-empty damaged',
    '/one-long damaged',
    '/one-short damaged',
    '/two-half damaged',
    '/two-huge damaged',
    '/two-long damaged',
    '/two-lost missing-object',
  ])
})

test('whatever a hostile client wrote into a tree, the rest is planned, read back and restored', async (t) => {
  const place = await forged(t, async (client) => {
    const good = await client.file('good', 'good')
    let deep = await client.dir('d'.repeat(255), [{ ...good, name: 'end' }])
    for (let level = 0; level < 20; level += 1) deep = await client.dir('d'.repeat(255), [deep])
    return client.tree([
      good,
      deep,
      { ...good, name: 'when', mtime: 'yesterday' },
      { ...good, name: 'year-1', mtime: '0001-01-01T00:00:00Z' },
      { ...good, name: 'year-9999', mtime: '9999-12-31T23:59:59.999999999Z' },
      { ...good, name: 'modes', mode: 0xffffffff },
      nodeNamed('empty-link', 'symlink'),
      nodeNamed('nul-link', 'symlink', { linkTarget: 'a\0b' }),
      nodeNamed('long-link', 'symlink', { linkTarget: 'x'.repeat(5000) }),
      nodeNamed('pipe', 'fifo'),
      nodeNamed('folder-without-tree', 'dir'),
    ])
  })
  const plan = await planRecovery(place.repository, await reportOf(place))
  assert.deepEqual(
    plan.units[0]?.leftOut.map(({ path, reason }) => [path, reason]),
    [['/end', 'excludedByRule']],
  )
  const read = parsePlan(JSON.stringify(plan))
  assert.deepEqual(read, plan)
  const { units } = await recover(place, { plan: read, scanner })
  assert.deepEqual(placedPaths(place.cleanRoom, 'files1'), [
    '/good',
    '/modes',
    '/when',
    '/year-1',
    '/year-9999',
  ])
  assert.deepEqual(units[0]?.caseReview.map(({ path, cause }) => `${path} ${cause}`).sort(), [
    '/empty-link link-leads-outside',
    '/long-link link-leads-outside',
    '/nul-link link-leads-outside',
  ])
})
