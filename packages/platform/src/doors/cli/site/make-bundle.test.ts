import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { openDatabase } from '../../../adapters/database/index.ts'
import { parseEstate } from '../../../core/estate/index.ts'
import { storesIn, type Stores } from '../access/stores.ts'
import { exampleEstate, openCli } from '../cli.fixture.ts'
import type { AnlaufContext } from '../context.ts'
import { makeBundle } from './make-bundle.ts'
import { seriesOf } from './series.ts'

const cli = openCli({ startScanner: () => Promise.reject(new Error('nothing is scanned in this test')) })
after(() => cli[Symbol.asyncDispose]())

test('of two editions that are made at once the one with the higher number knows no less', async () => {
  const parsed = parseEstate(readFileSync(exampleEstate, 'utf8'), exampleEstate)
  assert.ok('estate' in parsed)
  const [caseId, estate] = ['night-1', parsed.estate]
  const about = ['--case', caseId, '--estate', exampleEstate]
  await cli.json(['case', 'declare', ...about, '--title', 'x', '--exercise'])
  const home = cli.at('home')
  const context = { home, now: () => new Date(), process: { env: {} } } as unknown as AnlaufContext
  await using stores = storesIn(await openDatabase({ home }))
  let other: Awaited<ReturnType<typeof makeBundle>> | undefined
  // Another process writes the site while this one has read the log and not made its edition yet.
  const slow: Stores = {
    ...stores,
    log: {
      ...stores.log,
      async *read(...asked: Parameters<Stores['log']['read']>) {
        yield* stores.log.read(...asked)
        other ??= await makeBundle(context, stores, { caseId, estate })
      },
    },
  }
  const first = await makeBundle(context, slow, { caseId, estate })
  assert.ok(other)
  assert.ok(first.manifest.sequence < other.manifest.sequence)
  assert.equal(seriesOf(context, caseId).last?.sha256, other.sha256, 'the next one names the later one')
})
