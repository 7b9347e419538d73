import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

import { ground, type Ground, memory, snapshot, wordScanner, write } from '../recovery.fixture.ts'
import { memoryVerdictCache } from '../verdict-cache.ts'
import { huntHistory } from './hunt-history.ts'
import { memoryKnownHashes } from './known-hashes.ts'

async function nights(t: TestContext): Promise<Ground> {
  const place = await ground(t, memory)
  write(place, { 'srv/old.exe': 'very-bad program', 'srv/old.docx': 'very-bad letter', 'srv/old.txt': 'old' })
  await snapshot(place)
  write(place, { 'srv/new.exe': 'new program', 'srv/new.docx': 'new letter', 'srv/new.txt': 'very-bad text' })
  await snapshot(place)
  return place
}

test('stopped, a hunt has answered the most dangerous part and says how far it came; the next one goes on', async (t) => {
  const place = await nights(t)
  const stopping = new AbortController()
  const scanner = wordScanner((honest) => {
    // Both programs are judged by then, and the newest letter.
    if (scanner.shown.length === 4) stopping.abort()
    return honest
  })
  const verdicts = memoryVerdictCache()
  const known = memoryKnownHashes()
  const staging = join(place.folder, 'hunt')
  const first = await huntHistory(place.repository, {
    engine: { scanner, verdicts },
    known,
    staging,
    signal: stopping.signal,
  })
  const paths = (report: typeof first): string[] =>
    report.hits.flatMap(({ sightings }) => sightings.map(({ path }) => path)).sort()
  assert.deepEqual(first.stopped?.answered, ['program'])
  assert.equal(first.stopped?.within, 'container')
  assert.ok(paths(first).includes('/srv/old.exe'), 'what it found is said, and where')
  assert.equal(paths(first).includes('/srv/new.txt'), false)
  const rest = wordScanner()
  const second = await huntHistory(place.repository, { engine: { scanner: rest, verdicts }, known, staging })
  assert.equal(second.stopped, undefined)
  assert.deepEqual(paths(second), ['/srv/new.txt', '/srv/old.docx', '/srv/old.exe'])
  assert.ok(rest.shown.length <= 3, 'what was judged is not judged again')
  assert.ok(rest.shown.every((key) => !scanner.shown.slice(0, 3).includes(key)))
})

test('stopped before anything was read, it says that nothing is answered', async (t) => {
  const place = await nights(t)
  const report = await huntHistory(place.repository, {
    engine: { scanner: wordScanner(), verdicts: memoryVerdictCache() },
    known: memoryKnownHashes(),
    staging: join(place.folder, 'hunt'),
    signal: AbortSignal.abort(),
  })
  assert.deepEqual(report.stopped, { answered: [], within: 'program' })
  assert.deepEqual(report.hits, [])
})
