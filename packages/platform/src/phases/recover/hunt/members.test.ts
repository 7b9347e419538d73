import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

import {
  ground,
  type Ground,
  memory,
  planAll,
  recover,
  sha256,
  snapshot,
  wordScanner,
  write,
} from '../recovery.fixture.ts'
import type { UnknownCause } from '../scanner.ts'
import { memoryVerdictCache } from '../verdict-cache.ts'
import type { ContainerSplitter } from '../verdicts/container-splitter.ts'
import { scannerPanel } from '../verdicts/scanner-panel.ts'
import { huntHistory } from './hunt-history.ts'
import type { HuntOptions } from './hunt-options.ts'
import type { HuntReport } from './hunt-report.ts'
import { mostMembers, openInside } from './inside.ts'
import { memoryKnownHashes } from './known-hashes.ts'
import { type KnownInsides, memoryKnownInsides } from './known-insides.ts'

const evil = 'a tool that no rule knows'

/** Members stand between bars, `|a|b`; `!cause` among them is a problem. Counts what it took apart. */
function bars(): ContainerSplitter & { readonly taken: string[] } {
  const taken: string[] = []
  return {
    taken,
    policyDigest: 'bars',
    isContainer: (item) => 'bytes' in item && item.bytes[0] === 0x7c,
    async *split(item) {
      taken.push(item.key)
      const parts = 'bytes' in item ? Buffer.from(item.bytes).toString().slice(1).split('|') : []
      for (const [at, part] of parts.entries())
        if (!part.startsWith('!'))
          yield [{ key: sha256(part), bytes: Buffer.from(part), place: `part ${at + 1}` }]
      return parts.flatMap((part) => (part.startsWith('!') ? [part.slice(1) as UnknownCause] : []))
    },
    close: async () => undefined,
  }
}

async function nights(t: TestContext): Promise<Ground> {
  const place = await ground(t, memory)
  write(place, {
    'srv/note.txt': 'a note',
    'srv/one.zip': `|harmless|${evil}`,
    'srv/locked.zip': '|a|!encryptedContainer',
  })
  await snapshot(place)
  write(place, { 'srv/one.zip': '|harmless', 'srv/two.zip': `|${evil}|other` })
  await snapshot(place)
  return place
}

const hunt = (place: Ground, options: Partial<HuntOptions>): Promise<HuntReport> =>
  huntHistory(place.repository, {
    known: memoryKnownHashes(),
    staging: join(place.folder, 'hunt'),
    ...options,
  })

const hitsOf = ({ hits }: HuntReport): string[] =>
  hits
    .flatMap(({ members, sightings, verdict }) =>
      sightings.map(
        ({ path, snapshots }) =>
          `${path} ${snapshots} ${verdict} ${members.map(({ place }) => place).join()}`,
      ),
    )
    .sort()
const openOf = ({ open }: HuntReport): string[] =>
  open.map(({ cause, contents }) => `${contents} ${cause}`).sort()

test('members are found by their hash in every version of every container that a pass has taken apart', async (t) => {
  const place = await nights(t)
  const known = memoryKnownInsides()
  const splitter = bars()
  const verdicts = memoryVerdictCache()
  const panel = scannerPanel({ engines: [wordScanner()], splitter, verdicts, insides: known })
  const hashes = [sha256(evil), sha256('never')]
  const inside = { known, splitter, looks: false }
  const before = await hunt(place, { hashes, inside })
  assert.deepEqual([hitsOf(before), openOf(before)], [[], ['5 insideNotKnown']], 'never an implied no')
  await hunt(place, { engine: { scanner: panel, verdicts } })
  splitter.taken.length = 0
  const after = await hunt(place, { hashes, inside })
  assert.deepEqual(hitsOf(after), ['/srv/one.zip 1 listed part 2', '/srv/two.zip 1 listed part 1'])
  assert.deepEqual(openOf(after), ['1 encryptedContainer'])
  assert.equal(splitter.taken.length, 2, 'only for the places')
})

test('a recovery learns what lies in what it restores; the rest is said', async (t) => {
  const place = await nights(t)
  const known = memoryKnownInsides()
  const splitter = bars()
  const verdicts = memoryVerdictCache()
  const scanner = scannerPanel({ engines: [wordScanner()], splitter, verdicts, insides: known })
  await recover(place, { plan: await planAll(place), scanner, verdicts })
  const report = await hunt(place, { hashes: [sha256(evil)], inside: { known, splitter, looks: false } })
  assert.deepEqual(hitsOf(report), ['/srv/two.zip 1 listed part 1'])
  assert.deepEqual(
    openOf(report),
    ['1 encryptedContainer', '1 insideNotKnown'],
    'the older version of one.zip',
  )
})

test('what nobody has looked into is read when asked, once', async (t) => {
  const place = await nights(t)
  const known = memoryKnownInsides()
  const inside = { known, splitter: bars(), looks: true }
  const first = await hunt(place, { hashes: [sha256(evil)], inside })
  assert.deepEqual(hitsOf(first), ['/srv/one.zip 1 listed part 2', '/srv/two.zip 1 listed part 1'])
  assert.equal(first.counters.contentsRead, 5)
  const second = await hunt(place, { hashes: [sha256(evil)], inside })
  assert.deepEqual([hitsOf(second), second.counters.contentsRead], [hitsOf(first), 0])
})

test('large files too: read once, their hash and their inside are known then', async (t) => {
  const place = await ground(t, memory)
  const large = Buffer.concat([Buffer.from('x'), randomBytes(9_000_000)])
  write(place, { film: large })
  await snapshot(place)
  const inside = { known: memoryKnownInsides(), splitter: bars(), looks: true }
  const known = memoryKnownHashes()
  assert.deepEqual(openOf(await hunt(place, { hashes: [sha256(evil)], inside, known })), [])
  const again = await hunt(place, { hashes: [sha256(large)], inside, known })
  assert.deepEqual([again.hits.length, again.counters.contentsRead], [1, 0])
})

test('a verdict that was known before anybody looked inside leaves the inside open', async (t) => {
  const place = await nights(t)
  const verdicts = memoryVerdictCache()
  const panel = (insides?: KnownInsides) =>
    scannerPanel({ engines: [wordScanner()], splitter: bars(), verdicts, ...(insides && { insides }) })
  await hunt(place, { engine: { scanner: panel(), verdicts } })
  const known = memoryKnownInsides()
  const engine = { scanner: panel(known), verdicts }
  const asked = { hashes: [sha256(evil)], engine }
  const report = await hunt(place, { ...asked, inside: { known, splitter: bars(), looks: false } })
  assert.deepEqual(openOf(report), ['1 encryptedContainer', '4 insideNotKnown'])
  const looked = await hunt(place, { ...asked, inside: { known, splitter: bars(), looks: true } })
  assert.deepEqual(hitsOf(looked), ['/srv/one.zip 1 listed part 2', '/srv/two.zip 1 listed part 1'])
  assert.deepEqual(openOf(looked), ['1 encryptedContainer'])
})

test('what equals a remembered half of a hash and is not it, is no hit', async (t) => {
  const place = await nights(t)
  const splitter = bars()
  const half = `${sha256(evil).slice(0, 32)}${'0'.repeat(32)}`
  const report = await hunt(place, {
    hashes: [half],
    inside: { known: memoryKnownInsides(), splitter, looks: true },
  })
  assert.deepEqual(report.hits, [])
})

test('of a content with more members than are remembered the rest is said', () => {
  const inside = openInside(sha256('large'))
  inside.add(Array.from({ length: mostMembers }, (_, at) => ({ key: sha256(`${at}`) })))
  assert.equal(openInside(sha256('x')).close([]).gap, undefined)
  inside.add([{ key: sha256('one more') }])
  const { members, gap } = inside.close(['timeout'])
  assert.deepEqual([members.length, gap], [mostMembers * 16, 'manyMembers'])
})

test('a store without room is named in the report', async (t) => {
  const place = await nights(t)
  const known: KnownInsides = {
    ...memoryKnownInsides(),
    store: async () => undefined,
    isFull: async () => true,
  }
  const report = await hunt(place, {
    hashes: [sha256(evil)],
    inside: { known, splitter: bars(), looks: true },
  })
  assert.equal(report.insidesFull, true)
  assert.deepEqual(openOf(report), ['5 insideNotKnown'])
})
