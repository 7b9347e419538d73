import assert from 'node:assert/strict'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { RepositoryError } from '@anlauf/repository'

import { type DatabasePiece, databasesHost, pieceDigest, pieceFolder, pieceText } from '../databases/piece.ts'
import { manifestText, parseManifest } from '../manifest.ts'
import { type Ground, newRoom, recover, sha256, wordScanner } from '../recovery.fixture.ts'
import { openCleanRoom } from '../clean-room.ts'
import { parsePlan } from '../parse-plan.ts'
import type { Permit } from '../settle.ts'
import {
  assembleUnit,
  finishWithDatabases,
  forgetAttempts,
  giveOut,
  readGivenUnit,
  runShard,
  shardFolder,
} from './index.ts'
import {
  given,
  resultIn,
  sealedIn,
  smallParts,
  threeTenants,
  toolsOf,
  workThrough,
} from './shards.fixture.ts'

const world = await threeTenants({ after })
const single = newRoom({ after }, world)
await recover(single, { plan: world.plan, scanner: wordScanner() })
const wanted = resultIn(single.cleanRoom)

/** The same repository with a shared folder of its own. */
function newShared(t: { after(clean: () => void): void }): Ground & { plan: typeof world.plan } {
  const place = newRoom(t, world)
  return { ...world, ...place, folder: join(place.cleanRoom, '..') }
}

const shared = (place: Ground): string => join(place.folder, 'shared')

test('cut small, large or not at all, the parts give byte for byte what a single run gives', async (t) => {
  for (const bounds of [smallParts, { maxBytes: 1, maxItems: 1 }, { maxBytes: 1e12, maxItems: 1e9 }]) {
    const place = newShared(t)
    const tools = toolsOf(place)
    const out = await given(place, tools.scanner, bounds)
    const units = await workThrough(out, tools)
    assert.deepEqual(resultIn(join(shared(place), 'clean-room')), wanted)
    assert.deepEqual(sealedIn(join(shared(place), 'quarantine')), sealedIn(single.quarantine))
    assert.deepEqual(
      units.map(({ verification: { unit, problems } }) => [unit, problems]),
      [['anna', []], ['bert', []], ['cleo', []]],
    )
    assert.equal(units[0]?.mail.length, 1, 'mail is mended once, when the unit is whole')
    const left = readdirSync(join(shared(place), 'runs', out.run, 'units', 'anna')).sort()
    assert.deepEqual(left, ['mail.note', 'plan.json', 'quarantine.key', 'result.note', 'unit.note'])
    assert.deepEqual(await given(place, tools.scanner, bounds), out, 'given out again it is the same run')
  }
}) // prettier-ignore

test('two workers at the same part and the same unit at once leave one result', async (t) => {
  const place = newShared(t)
  const [one, other] = [toolsOf(place), toolsOf(place)]
  const { run } = await given(place, one.scanner)
  const { shards } = readGivenUnit(shared(place), { run, unit: 'anna' }, place.repository)
  for (const { shard } of shards) {
    const ref = { run, unit: 'anna', shard }
    await Promise.all([runShard(ref, one), runShard(ref, other)])
    assert.deepEqual(readdirSync(shardFolder(shared(place), ref)).sort(), ['done', 'plan.json'])
  }
  const twice = await Promise.allSettled(
    [one, other].map((tools) => assembleUnit({ run, unit: 'anna' }, tools)),
  )
  assert.deepEqual(
    twice.map(({ status }) => status),
    ['fulfilled', 'fulfilled'],
  )
  assert.deepEqual(resultIn(join(shared(place), 'clean-room')), { anna: wanted['anna'] })
})

test('what was touched in a finished part does not reach the clean room', async (t) => {
  const place = newShared(t)
  const tools = toolsOf(place)
  const { run } = await given(place, tools.scanner, { maxBytes: 1e12, maxItems: 1e9 })
  const ref = { run, unit: 'anna', shard: '0001' }
  await runShard(ref, tools)
  const done = join(shardFolder(shared(place), ref), 'done/clean-room/anna')
  const files = join(done, 'files/files1/data/anna')
  appendFileSync(join(files, 'd1/1'), 'something else')
  rmSync(join(files, 'd2/2'))
  writeFileSync(join(files, 'stranger'), 'nobody asked for it')
  const text = readFileSync(join(done, 'journal.ndjson'), 'utf8')
  writeFileSync(join(done, 'journal.ndjson'), text.replaceAll('"quarantined"', '"clean"'))
  await assembleUnit({ run, unit: 'anna' }, tools)
  assert.deepEqual(resultIn(join(shared(place), 'clean-room')), { anna: wanted['anna'] })
})

test('a vault that goes away for a while is waited for and decides about no file', async (t) => {
  const place = newShared(t)
  const { storage } = place.repository
  const read = storage.read.bind(storage)
  t.after(() => Object.assign(storage, { read }))
  let isAway = true
  storage.read = async (kind, id, range) => {
    if (!isAway || kind !== 'data') return read(kind, id, range)
    throw new RepositoryError('unreachable', 'The vault does not answer.', { hint: 'Wait.', retry: 'later' })
  }
  const waits: string[] = []
  const tools = toolsOf(place, {
    onTrouble: ({ message }) => {
      waits.push(message)
      isAway = false
    },
  })
  const { run } = await given(place, tools.scanner, { maxBytes: 1e12, maxItems: 1e9 })
  const ref = { run, unit: 'anna', shard: '0001' }
  await assert.rejects(runShard(ref, { ...tools, patienceMs: 0 }), { code: 'shard-failed', retry: 'later' })
  await runShard(ref, tools)
  assert.deepEqual(waits, ['The repository could not be reached while files were read.'])
  await assembleUnit({ run, unit: 'anna' }, tools)
  assert.deepEqual(resultIn(join(shared(place), 'clean-room')), { anna: wanted['anna'] })
})

test('a part that ends no try fails with its name, and can be tried anew', async (t) => {
  const place = newShared(t)
  const tools = toolsOf(place)
  const { run } = await given(place, tools.scanner)
  const ref = { run, unit: 'bert', shard: '0002' }
  for (const at of [1, 2, 3]) mkdirSync(join(shardFolder(shared(place), ref), `attempt-${at}`))
  await assert.rejects(runShard(ref, tools), {
    code: 'shard-failed',
    retry: 'never',
    message: /Part 0002 of bert/,
  })
  assert.ok(!existsSync(join(shardFolder(shared(place), ref), 'done')))
  await assert.rejects(assembleUnit({ run, unit: 'bert' }, tools), { code: 'shard-failed', retry: 'later' })
  forgetAttempts(shardFolder(shared(place), ref))
  await runShard(ref, tools)
  assert.ok(existsSync(join(shardFolder(shared(place), ref), 'done')))
})

test('other rules, forged notes, other plans and odd names are refused', async (t) => {
  const place = newShared(t)
  const tools = toolsOf(place)
  const { run } = await given(place, tools.scanner)
  const ref = { run, unit: 'anna', shard: '0001' }
  const stale = { ...tools, scanner: wordScanner(undefined, 'rules-0') }
  await assert.rejects(runShard(ref, stale), { code: 'shard-failed', retry: 'later' })
  for (const odd of [{ run: '../run' }, { shard: '../../1' }, { shard: '9999' }]) {
    await assert.rejects(runShard({ ...ref, ...odd }, tools), { code: 'shard-failed' })
  }
  await assert.rejects(runShard({ ...ref, unit: 'nobody' }, tools), { code: 'not-found' })
  const plan = join(shardFolder(shared(place), ref), 'plan.json')
  writeFileSync(plan, readFileSync(plan, 'utf8').replace('/data/anna/', '/data/otto/'))
  await assert.rejects(runShard(ref, tools), { code: 'plan-invalid' })
  const note = join(shared(place), 'runs', run, 'run.note')
  writeFileSync(note, readFileSync(note, 'utf8').replace('rules-1', 'rules-0'))
  await assert.rejects(runShard(ref, stale), { code: 'shard-failed', message: /changed by somebody/ })
})

test('a newer plan of a unit makes the older one give way, once no single run works there', async (t) => {
  const place = newShared(t)
  const tools = toolsOf(place)
  await workThrough(await given(place, tools.scanner), tools)
  const [anna] = place.plan.units
  assert.ok(anna)
  const plan = {
    ...place.plan,
    units: [{ ...anna, items: anna.items.filter(({ path }) => /d0/.test(path)) }],
  }
  const engine = tools.scanner.describe()
  const { repository } = place
  const out = await giveOut({ repository, plan, units: ['anna'], shared: shared(place), engine })
  const whole = { repository, plan: place.plan, shared: shared(place), engine }
  const some = await giveOut({ ...whole, units: ['bert'] })
  assert.deepEqual(await giveOut({ ...whole, units: ['cleo'] }), some, 'one run, whichever units')
  {
    using _atWork = openCleanRoom(join(shared(place), 'clean-room'))
    await assert.rejects(workThrough(out, { ...tools, patienceMs: 0 }), {
      code: 'unsafe-target',
      retry: 'later',
    })
  }
  const [unit] = await workThrough(out, tools)
  assert.deepEqual([unit?.verification.files, unit?.verification.problems], [14, []])
  assert.deepEqual(resultIn(join(shared(place), 'clean-room'))['bert'], wanted['bert'])
})

test('a database piece that came meanwhile stays when the unit gets its place, and stands in its manifest', async (t) => {
  const place = newShared(t)
  const tools = toolsOf(place)
  const dump = 'a dump of one tenant'
  const piece: DatabasePiece = {
    kind: 'database-piece', version: 1, engine: 'postgres', engineVersion: '17', cluster: 'main', database: 'anna',
    part: null, asOf: null, snapshot: 's', dump: 'dump', roles: null, tables: 1, rows: 1,
    files: [{ name: 'dump', size: dump.length, sha256: sha256(dump) }],
    scan: { ...tools.scanner.describe(), engineVersion: '1', contents: 1, bytes: 1 },
    changes: { count: 0, digest: '' },
  } // prettier-ignore
  const unit = join(shared(place), 'clean-room', 'anna')
  const out = await given(place, tools.scanner)
  const files = join(unit, 'files', databasesHost, pieceFolder(piece))
  const record = join(unit, 'databases', 'one')
  for (const folder of [files, record]) mkdirSync(folder, { recursive: true })
  writeFileSync(join(files, 'dump'), dump)
  writeFileSync(join(record, 'piece.json'), pieceText(piece))
  await workThrough(out, tools)
  const plan = place.plan.units.find((one) => one.unit === 'anna')
  assert.ok(plan)
  const engine = tools.scanner.describe()
  const { repository } = place
  const digests = new Set([pieceDigest(piece)])
  const finished = await finishWithDatabases(shared(place), plan, digests, { repository, engine })
  assert.deepEqual(finished?.verification.problems, [])
  const lines = parseManifest(readFileSync(join(unit, 'manifest.ndjson'), 'utf8'))
  assert.deepEqual(
    lines.filter(({ host }) => host === databasesHost).map(({ sha256: hash }) => hash),
    [sha256(dump)],
  )
  const rest = lines.filter(({ host }) => host !== databasesHost)
  assert.equal(manifestText(rest), (wanted['anna'] as [string])[0])
})

test('what two people released against an engine comes along, in a part as in a single run', async (t) => {
  const place = newShared(t)
  const units = place.plan.units
    .filter(({ unit }) => unit === 'bert')
    .map((unit) => ({ ...unit, items: unit.items.map((item) => ({ ...item, decision: sha256('d1') })) }))
  const decided = { ...place, plan: parsePlan(JSON.stringify({ ...place.plan, units })) }
  const isPermitted: Permit = (unit, decision, { path }) =>
    `${unit} ${decision} ${path}` === `bert ${sha256('d1')} /data/bert/odd`
  const alone = newRoom(t, world)
  await recover(alone, { plan: decided.plan, scanner: wordScanner(), isPermitted })
  const asked: string[] = []
  const tools = toolsOf(place, {
    async permitOf(caseId) {
      asked.push(caseId)
      return isPermitted
    },
  })
  await workThrough(await given(decided, tools.scanner, smallParts, 'case-1'), tools)
  const result = resultIn(join(shared(place), 'clean-room'))
  assert.deepEqual(result, resultIn(alone.cleanRoom))
  assert.notDeepEqual(result['bert'], wanted['bert'])
  assert.deepEqual([...new Set(asked)], ['case-1'])
})
