import assert from 'node:assert/strict'
import { createDecipheriv, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

import { memoryVerdictCache, type Scanner, type Verdict, type VerdictCache } from './index.ts'
import {
  type Ground,
  ground,
  memory,
  holdsBytes,
  placedPaths,
  planAll,
  recover,
  sha256,
  snapshot,
  wordScanner,
  write,
} from './recovery.fixture.ts'

const files = {
  fine: 'fine',
  good: 'good',
  bad: 'very-bad payload',
  odd: 'very-odd payload',
  dunno: 'very-slow payload',
}

async function backedUp(
  t: TestContext,
  content: Readonly<Record<string, string | Uint8Array>> = files,
): Promise<Ground> {
  const place = await ground(t, memory)
  write(place, content)
  await snapshot(place)
  return place
}

/** What became of each item, `path outcome`. */
async function outcomes(place: Ground, scanner: Scanner, verdicts?: VerdictCache): Promise<string[]> {
  const plan = await planAll(place)
  const { units } = await recover(place, { plan, scanner, ...(verdicts && { verdicts }) })
  const [unit] = units
  assert.ok(unit)
  return [
    ...placedPaths(place.cleanRoom, 'files1').map((path) => `${path} clean`),
    ...unit.quarantined.map(({ path }) => `${path} quarantined`),
    ...unit.caseReview.map(({ path, cause }) => `${path} ${cause}`),
  ].sort()
}

test('infected to quarantine, suspicious and unknown to a person, only clean into the clean room', async (t) => {
  const place = await backedUp(t)
  assert.deepEqual(await outcomes(place, wordScanner()), [
    '/bad quarantined',
    '/dunno timeout',
    '/fine clean',
    '/good clean',
    '/odd suspicious',
  ])
  assert.ok(holdsBytes(place.machine, 'payload'), 'the search finds what is there')
  for (const folder of [place.cleanRoom, place.quarantine]) assert.ok(!holdsBytes(folder, 'payload'), folder)
  const sealed = readdirSync(place.quarantine).filter((name) => name.endsWith('.sealed'))
  assert.equal(sealed.length, 3)
})

test('what is sealed can be opened again with the key beside it, small and large', async (t) => {
  const large = Buffer.concat([randomBytes(9_000_000), Buffer.from('very-bad payload')])
  const place = await backedUp(t, { large, small: 'very-bad payload' })
  await outcomes(place, wordScanner())
  const key = readFileSync(join(place.quarantine, 'key'))
  for (const plain of [large, Buffer.from('very-bad payload')]) {
    const sealed = readFileSync(join(place.quarantine, `${sha256(plain).slice(0, 32)}.sealed`))
    const opener = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
    opener.setAuthTag(sealed.subarray(-16))
    const opened = Buffer.concat([opener.update(sealed.subarray(12, -16)), opener.final()])
    assert.ok(opened.equals(plain))
  }
})

const all = Object.keys(files).map((name) => `/${name} notScanned`).sort() // prettier-ignore

const liars: [string, Parameters<typeof wordScanner>[0], readonly string[]][] = [
  ['no verdict at all', () => [], all],
  ['fewer verdicts than contents', (honest) => honest.slice(1), all],
  ['verdicts that changed places', (honest) => [...honest.slice(1), ...honest.slice(0, 1)], all],
  ['verdicts of other contents', (honest) => honest.map((one) => ({ ...one, key: sha256('x') })), all],
  ['verdicts of another rule set', (honest) => honest.map((one) => ({ ...one, ruleSetDigest: 'old' })), all],
  ['verdicts of another version', (honest) => honest.map((one) => ({ ...one, version: '0' })), all],
  ['verdicts of another engine', (honest) => honest.map((one) => ({ ...one, engine: 'x' })), all],
  ['"clean" beside matches', (honest) => honest.map((one) => ({ ...one, verdict: 'clean', matches: ['x'] })), all],
  ['"clean" beside a cause', (honest) => honest.map((one) => ({ ...one, verdict: 'clean', matches: [], cause: 'timeout' })), all],
  ['holes', (honest) => Array.from({ length: honest.length }), all],
] // prettier-ignore

for (const [name, lie, expected] of liars) {
  test(`an engine that answers ${name} makes nothing clean, and nothing of it is remembered`, async (t) => {
    const place = await backedUp(t)
    const verdicts = memoryVerdictCache()
    assert.deepEqual(await outcomes(place, wordScanner(lie), verdicts), expected)
    assert.deepEqual(placedPaths(place.cleanRoom, 'files1'), [])
    // The next run has an honest engine: everything is tried again.
    const honest = wordScanner()
    const again = await outcomes(place, honest, verdicts)
    assert.equal(honest.shown.length, 5)
    assert.equal(again.filter((line) => line.endsWith(' clean')).length, 2)
  })
}

test('a verdict in no known word is not clean', async (t) => {
  const place = await backedUp(t, { a: 'a' })
  const scanner = wordScanner((honest) => honest.map((one) => ({ ...one, verdict: 'CLEAN' })))
  assert.deepEqual(await outcomes(place, scanner), ['/a CLEAN'])
})

for (const error of [new Error('boom'), 'a string', undefined]) {
  test(`an engine that throws ${String(error)} stops the run in words; the next one completes it`, async (t) => {
    const place = await backedUp(t)
    const plan = await planAll(place)
    const scanner = wordScanner(() => {
      throw error
    })
    await assert.rejects(recover(place, { plan, scanner }), { code: 'scanner-failed', retry: 'later' })
    assert.ok(!existsSync(join(place.cleanRoom, 'files1', 'files')), 'nothing has a name')
    assert.ok(!existsSync(join(place.cleanRoom, 'files1', 'manifest.ndjson')))
    assert.equal((await outcomes(place, wordScanner())).filter((line) => line.endsWith(' clean')).length, 2)
  })
}

test('a verdict of another rule set in the cache is not used, `unknown` is never kept, a lying cache neither', async (t) => {
  const place = await backedUp(t)
  const verdicts = memoryVerdictCache()
  await outcomes(place, wordScanner(undefined, 'old rules'), verdicts)
  const fresh = wordScanner(undefined, 'new rules')
  await outcomes({ ...place, cleanRoom: join(place.folder, 'second') }, fresh, verdicts)
  assert.equal(fresh.shown.length, 5, 'all scanned again')
  const third = wordScanner(undefined, 'new rules')
  await outcomes({ ...place, cleanRoom: join(place.folder, 'third') }, third, verdicts)
  assert.deepEqual(third.shown, [sha256(files.dunno)], 'only the unknown one')

  const clean: Verdict = {
    verdict: 'clean',
    matches: [],
    engine: 'words',
    version: '1',
    ruleSetDigest: 'old',
  }
  const lying: VerdictCache = {
    find: async (keys) => new Map(keys.map((key) => [key, clean])),
    store: async () => undefined,
  }
  const room = { ...place, cleanRoom: join(place.folder, 'fourth') }
  const plan = await planAll(room)
  const { units } = await recover(room, { plan, scanner: wordScanner(), verdicts: lying })
  assert.equal(units[0]?.files, 2)
  assert.equal(units[0]?.quarantined.length, 1)
})

test('contents that are cut differently but equal are judged once, and get one verdict', async (t) => {
  const { forge } = await import('../../../../repository/src/small-repository.fixture.ts')
  const place = await ground(t, memory)
  const client = forge(place.repository)
  await client.snapshot(
    await client.tree([
      await client.file('a', 'one two'),
      await client.file('b', 'one ', 'two'),
      await client.file('c', 'on', 'e two'),
    ]),
  )
  const scanner = wordScanner()
  assert.deepEqual(await outcomes(place, scanner), ['/a clean', '/b clean', '/c clean'])
  assert.equal(scanner.shown.length, 1)
})

test('a staging file that is changed after the scan is not published', async (t) => {
  const large = randomBytes(9_000_000)
  const place = await backedUp(t, { large, small: 'small' })
  const inner = wordScanner()
  const swapping: Scanner = {
    ...inner,
    async scan(items) {
      const verdicts = await inner.scan(items)
      for (const item of items) if ('file' in item) writeFileSync(item.file, 'payload', { flag: 'r+' })
      return verdicts
    },
  }
  assert.deepEqual(await outcomes(place, swapping), ['/large changed-after-scan', '/small clean'])
  assert.ok(!holdsBytes(place.cleanRoom, 'payload'))
})

test('while a large content is judged it has no name anywhere', async (t) => {
  const place = await backedUp(t, {
    large: Buffer.concat([randomBytes(9_000_000), Buffer.from('very-bad payload')]),
  })
  const seen: boolean[] = []
  const scanner = wordScanner((honest) => {
    seen.push(holdsBytes(place.cleanRoom, 'payload'), holdsBytes(place.quarantine, 'payload'))
    return honest
  })
  assert.deepEqual(await outcomes(place, scanner), ['/large quarantined'])
  assert.deepEqual(seen, [false, false])
})

test('a quarantine that is not ours, or whose key is not whole, is refused before anything is restored', async (t) => {
  const place = await backedUp(t)
  const plan = await planAll(place)
  mkdirSync(place.quarantine)
  writeFileSync(join(place.quarantine, 'thesis.part'), 'years of work')
  await assert.rejects(recover(place, { plan, scanner: wordScanner() }), { code: 'unsafe-target' })
  assert.equal(readFileSync(join(place.quarantine, 'thesis.part'), 'utf8'), 'years of work')
  writeFileSync(join(place.quarantine, 'key'), 'short')
  await assert.rejects(recover(place, { plan, scanner: wordScanner() }), { code: 'unsafe-target' })
  assert.ok(!existsSync(join(place.cleanRoom, 'files1')))
})

test('notes of the quarantine survive a torn line, and are not doubled by another run', async (t) => {
  const place = await backedUp(t)
  await outcomes(place, wordScanner())
  const notes = join(place.quarantine, 'items.ndjson')
  const whole = readFileSync(notes, 'utf8')
  chmodSync(notes, 0o600)
  writeFileSync(notes, whole.slice(0, -20))
  await outcomes({ ...place, cleanRoom: join(place.folder, 'second') }, wordScanner())
  const lines = readFileSync(notes, 'utf8').split('\n')
  assert.deepEqual(new Set(lines).size, lines.length)
  for (const line of whole.trimEnd().split('\n')) assert.ok(lines.includes(line))
})
