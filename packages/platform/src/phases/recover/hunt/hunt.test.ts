import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

import type { Repository } from '@anlauf/repository'

import { forge } from '../../../../../repository/src/small-repository.fixture.ts'
import {
  ground,
  type Ground,
  memory,
  recover,
  planAll,
  sha256,
  snapshot,
  wordScanner,
  write,
} from '../recovery.fixture.ts'
import { memoryVerdictCache } from '../verdict-cache.ts'
import { huntHistory } from './hunt-history.ts'
import type { HuntOptions } from './hunt-options.ts'
import type { HuntReport } from './hunt-report.ts'
import { memoryKnownHashes } from './known-hashes.ts'

const hunt = (place: Ground, options: Partial<HuntOptions>): Promise<HuntReport> =>
  huntHistory(place.repository, {
    known: memoryKnownHashes(),
    staging: join(place.folder, 'hunt'),
    ...options,
  })

const evil = 'very-bad tool'
const large = Buffer.concat([randomBytes(9_000_000), Buffer.from('very-bad film')])

/** Five nights; the tool comes in the second, moves in the third and is gone in the fifth. */
async function nights(t: TestContext): Promise<{ place: Ground; ids: string[] }> {
  const place = await ground(t, memory)
  const ids: string[] = []
  const night = async (files: Parameters<typeof write>[1], hostname = 'files1'): Promise<void> => {
    write(place, files)
    ids.push((await snapshot(place, { hostname })).id)
  }
  await night({ 'srv/quiet/a': 'quiet', 'srv/work/b': 'work' })
  await night({ 'srv/work/tool': evil, 'srv/work/deep/down/tool': evil })
  await night({ 'srv/work/tool': undefined, 'srv/other/tool': evil, 'srv/film': large })
  await night({ 'srv/work/b': 'more work' }, 'files2')
  await night({ 'srv/other': undefined, 'srv/work/deep': undefined, 'srv/film': undefined })
  return { place, ids }
}

function placesOf({ hits }: HuntReport, ids: readonly string[]): string[] {
  const night = (id: string): number => ids.indexOf(id) + 1
  return hits
    .flatMap(({ sightings }) =>
      sightings.map(
        ({ host, path, firstSeen, lastSeen, snapshots }) =>
          `${host}:${path} ${night(firstSeen.snapshot)}-${night(lastSeen.snapshot)} ${snapshots}`,
      ),
    )
    .sort()
}

/** Any reading of data fails. */
function treesOnly(repository: Repository): Repository {
  return {
    ...repository,
    readBlob: (id, type) =>
      type === 'data' ? Promise.reject(new Error('a data blob was read')) : repository.readBlob(id, type),
  }
}

test('a hash is answered from trees alone: where, first and last seen, for every host', async (t) => {
  const { place, ids } = await nights(t)
  const report = await huntHistory(treesOnly(place.repository), {
    hashes: [sha256(evil), sha256('never seen')],
    known: memoryKnownHashes(),
    staging: join(place.folder, 'hunt'),
  })
  assert.deepEqual(placesOf(report, ids), [
    'files1:/srv/other/tool 3-3 1',
    'files1:/srv/work/deep/down/tool 2-3 2',
    'files1:/srv/work/tool 2-2 1',
    'files2:/srv/other/tool 4-4 1',
    'files2:/srv/work/deep/down/tool 4-4 1',
  ])
  assert.equal(report.counters.contentsRead, 0)
  assert.deepEqual(
    report.open.map(({ cause, contents, bytes }) => [cause, contents, bytes]),
    [['hashNotKnown', 1, large.length]],
    'the film has several blobs: said, not passed over',
  )
  const one = await hunt(place, { hashes: [sha256(evil)], hosts: ['files2'] })
  assert.deepEqual(placesOf(one, ids), [
    'files2:/srv/other/tool 4-4 1',
    'files2:/srv/work/deep/down/tool 4-4 1',
  ])
})

test('a file of several blobs is read once; afterwards its hash is known', async (t) => {
  const { place, ids } = await nights(t)
  const known = memoryKnownHashes()
  const options = { hashes: [sha256(large)], known }
  const first = await hunt(place, { ...options, readsLarge: true })
  assert.deepEqual(placesOf(first, ids), ['files1:/srv/film 3-3 1', 'files2:/srv/film 4-4 1'])
  assert.deepEqual([first.counters.contentsRead, first.open], [1, []])
  const second = await hunt(place, options)
  assert.deepEqual(placesOf(second, ids), placesOf(first, ids))
  assert.deepEqual([second.counters.contentsRead, second.open], [0, []])
  assert.deepEqual(readdirSync(place.folder).includes('hunt'), false, 'nothing stays')
})

test('a recovery learns hashes for later hunts', async (t) => {
  const place = await ground(t, memory)
  write(place, { film: large })
  await snapshot(place)
  const knownHashes = memoryKnownHashes()
  await recover(place, { plan: await planAll(place), scanner: wordScanner(), knownHashes })
  const report = await hunt(place, { hashes: [sha256(large)], known: knownHashes })
  assert.equal(report.hits[0]?.sightings[0]?.path, '/film')
  assert.equal(report.counters.contentsRead, 0)
})

test('rules run over each different content once, and not again; unknown stays open', async (t) => {
  const { place, ids } = await nights(t)
  write(place, { 'srv/slow': 'very-slow thing' })
  ids.push((await snapshot(place)).id)
  const [scanner, verdicts, known] = [wordScanner(), memoryVerdictCache(), memoryKnownHashes()]
  const report = await hunt(place, { engine: { scanner, verdicts }, known })
  assert.deepEqual(
    report.hits.map(({ matches, verdict }) => [verdict, ...matches]),
    [
      ['infected', 'very-bad'],
      ['infected', 'very-bad'],
    ],
  )
  assert.equal(scanner.shown.length, new Set(scanner.shown).size)
  assert.deepEqual(
    report.open.map(({ cause, contents }) => [cause, contents]),
    [['timeout', 1]],
  )
  const again = wordScanner()
  const second = await hunt(place, { engine: { scanner: again, verdicts }, known })
  assert.deepEqual(placesOf(second, ids), placesOf(report, ids))
  assert.equal(again.shown.length, 1, 'only what was unknown')
})

test('damaged directories are named, the rest is looked at', async (t) => {
  const place = await ground(t, memory)
  const client = forge(place.repository)
  const dir = await client.dir('dir', [await client.file('tool', evil)])
  await client.snapshot(await client.tree([await client.file('a', 'a'), dir]))
  const broken: Repository = {
    ...place.repository,
    readTree: (id) =>
      id === dir.subtree
        ? place.repository.readTree(sha256('not there') as typeof id)
        : place.repository.readTree(id),
  }
  const report = await huntHistory(broken, {
    hashes: [sha256(evil), sha256('a')],
    known: memoryKnownHashes(),
    staging: join(place.folder, 'hunt'),
  })
  assert.deepEqual(
    report.hits.map(({ sightings }) => sightings[0]?.path),
    ['/a'],
  )
  assert.deepEqual(
    report.problems.map(({ path }) => path),
    ['/dir'],
  )
})

test('a size that somebody made up hides no honest file with the same blobs, in whatever order they come', async (t) => {
  for (const names of ['ab', 'ba']) {
    const place = await ground(t, memory)
    const client = forge(place.repository)
    const [lie = '', honest = ''] = names
    const nodes = [{ ...(await client.file(lie, evil)), size: 3 }, await client.file(honest, evil)]
    await client.snapshot(await client.tree(nodes.toSorted((one, other) => (one.name < other.name ? -1 : 1))))
    const scanner = wordScanner()
    const report = await hunt(place, { engine: { scanner, verdicts: memoryVerdictCache() } })
    assert.deepEqual(
      report.hits.map(({ verdict, sightings }) => [verdict, sightings.map(({ path }) => path)]),
      [['infected', [`/${honest}`]]],
    )
    assert.deepEqual(
      report.open.map(({ cause, contents }) => [cause, contents]),
      [['damaged', 1]],
    )
  }
})
