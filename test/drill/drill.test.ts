import assert from 'node:assert/strict'
import { spawnSync, type SpawnSyncReturns } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import { startScanners } from '../../packages/platform/src/adapters/scanners/index.ts'
import { storesIn } from '../../packages/platform/src/doors/cli/index.ts'
import { type DrillOptions, runDrill } from '../../packages/platform/src/drill/run.ts'
import { passed, type Score } from '../../packages/platform/src/drill/score/index.ts'
import { needProgram } from '../debian.ts'
import { resticWith } from '../interop/stock-restic.ts'
import { csafProblemsIn } from '../site/csaf-validator.ts'
import { stockToolsAgree } from '../site/stock-check.ts'

const rules = fileURLToPath(new URL('../../rules', import.meta.url))
const anlauf = fileURLToPath(new URL('../../packages/platform/bin/anlauf.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'anlauf-drill-test-'))
// PostgreSQL runs under an account of its own below it.
chmodSync(folder, 0o711)
after(() => rmSync(folder, { recursive: true, force: true }))

/** Small, but with everything in it. */
const small = { seed: 3, bytes: 6_000_000 }

function play(options: DrillOptions): Promise<Score> {
  return runDrill(options, {
    openStores: async (home) => storesIn(await openDatabase({ home })),
    startScanner: startScanners,
    rules: [rules],
    signal: new AbortController().signal,
    onProgress: () => undefined,
    say: () => undefined,
  })
}

/** Installed where it can be: a night without its database is no whole night. */
const noOpenssl = needProgram('openssl', 'openssl')
const noPostgres = needProgram('pg_createcluster', 'postgresql')

let command: SpawnSyncReturns<string>
let score: Score
before(() => {
  const work = join(folder, 'night')
  const json = join(folder, 'score.json')
  const flags = ['--seed', String(small.seed), '--bytes', String(small.bytes), '--work', work, '--json', json]
  command = spawnSync(process.execPath, [anlauf, 'drill', ...flags], { encoding: 'utf8' })
  score = existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as Score) : ({} as Score)
})

test('the night ends with exit code 0 and a score that says why', () => {
  assert.equal(command.status, 0, command.stderr)
  assert.match(command.stdout, /The drill passed/)
  assert.match(command.stdout, /ANLAUF_HOME=\S+home npx anlauf up/, 'where no terminal is it ends by itself')
  assert.ok(score.tenants >= 3)
  assert.ok(score.filesHit > 100)
  assert.equal(score.restoredExact, score.restorable)
  assert.deepEqual(score.releasedWrong, { encrypted: 0, infected: 0, unscanned: 0 })
  assert.equal(score.onset.snapshotExact, true)
  assert.equal(Object.keys(score.onset.truth).length, score.tenants)
  assert.equal(score.evidence.verified, true)
  // The declaration, four restores, and every attacked system that was cut off with two signatures.
  assert.deepEqual(score.plan.contradicted, [])
  // 25 of them on 30 November 2026, with what was said; 8 when only the engine's work counted.
  assert.ok(score.plan.byFacts >= 20, JSON.stringify(score.plan))
  assert.equal(score.plan.steps, score.plan.stepsDone + score.plan.waitForPeople + score.plan.waitForStages)
  for (const phase of ['backup', 'detect', 'recover', 'release']) assert.ok((score.seconds[phase] ?? 0) > 0)
  assert.ok(existsSync(join(score.site, 'index.html')) && existsSync(join(score.site, 'en/index.html')))
  assert.equal(score.falseAlarms, 0)
  assert.equal(score.missed, 0)
})

test('mail came back as its server keeps it: none lost, none twice, UIDs kept', () => {
  const { restorable, exact, older, lost, duplicates, uidsKnown, uidsKept, validitiesChanged } = score.mail
  assert.ok(restorable > 300 && uidsKnown >= restorable)
  assert.equal(exact + older, restorable)
  assert.deepEqual([lost, duplicates, validitiesChanged], [0, 0, 0])
  assert.equal(uidsKept, uidsKnown)
})

test('files that belong together came back from one night', () => {
  const { groups, whole, movedTogether, torn } = score.groups
  assert.ok(groups > score.tenants, 'live databases and project folders')
  assert.deepEqual([whole, torn], [groups, []])
  assert.ok(movedTogether > 0, 'a database was taken before its log')
  for (const tenant of ['nordwind', 'alpenblick', 'hafenkontor', 'lindenhof']) {
    // A copy: opening it replays the log.
    const copy = mkdtempSync(join(folder, 'orders-'))
    for (const name of ['orders.sqlite', 'orders.sqlite-wal']) {
      const place = join(folder, 'night/released', tenant, 'files/db1/srv/databases', tenant, name)
      copyFileSync(place, join(copy, name))
    }
    using database = new DatabaseSync(join(copy, 'orders.sqlite'))
    const [sound] = database.prepare('PRAGMA integrity_check').all()
    assert.equal(sound?.['integrity_check'], 'ok')
    const counted = database.prepare('SELECT count(*) AS rows FROM orders').get()
    const said = database.prepare('SELECT sum(orders) AS rows FROM totals').get()
    assert.ok(Number(counted?.['rows']) > 400)
    assert.equal(counted?.['rows'], said?.['rows'])
  }
})

test('one tenant is back out of the shared PostgreSQL, row for row', { skip: noPostgres }, () => {
  const { database } = score
  assert.ok(database.isPlayed, JSON.stringify(database))
  const { rows, exact, foreign, unknown, planted, plantedShown, filesHit } = database
  assert.ok(rows > 400 && filesHit > 100)
  assert.deepEqual([exact, foreign, unknown, plantedShown], [rows, 0, 0, planted])
  assert.match(
    command.stdout,
    /✓ Databases +PostgreSQL, nordwind: (\d+) of \1 rows in 7 tables exact, 0 of others/,
  )
  const receipt = join(folder, 'night/released/nordwind/files/anlauf-databases/postgres/consult')
  assert.equal(readdirSync(receipt).length, 1, 'the dump lies in the released unit')
})

test('the drill left the dropper in quarantine and nowhere else', () => {
  const held = readFileSync(join(folder, 'night/quarantine/items.ndjson'), 'utf8')
  assert.match(held, /invoice-viewer\.js/)
  const grep = spawnSync('grep', [
    '-rl',
    'ANLAUF-DRILL-DROPPER',
    join(folder, 'night/released'),
    join(folder, 'night/clean-room'),
  ])
  assert.equal(grep.status, 1, 'no released or restored file carries the marker')
})

test(
  'the site of the night is its third signed edition, an exercise; site verify and openssl alone say so',
  { skip: noOpenssl },
  () => {
    const { sequence, fingerprint, folder: site, problems } = score.edition
    assert.deepEqual([sequence, problems, site], [3, [], score.site])
    assert.ok(stockToolsAgree(site, fingerprint))
    const verify = ['site', 'verify', '--fingerprint', fingerprint, site]
    const reader = { ...process.env, ANLAUF_HOME: join(folder, 'reader') }
    const run = spawnSync(process.execPath, [anlauf, ...verify], { encoding: 'utf8', env: reader })
    assert.equal(run.status, 0, run.stdout + run.stderr)
    assert.match(run.stdout, /Verified: .*exercise incident night-drill, edition 3/)
    assert.ok(command.stdout.includes(`npx anlauf ${verify.join(' ')}`), 'the score names the command')
  },
)

test('the warning of the night is CSAF 2.0 to the official validator, in both languages', async () => {
  const problems = await csafProblemsIn(score.site)
  assert.equal(Object.keys(problems).length, 2)
  for (const [path, found] of Object.entries(problems)) assert.deepEqual(found, [], path)
})

const skip = needProgram('restic', 'restic')
test('stock restic agrees with the repository of the night', { skip }, () => {
  const work = join(folder, 'night')
  const password = readFileSync(join(work, 'repository-password'), 'utf8').trim()
  const check = resticWith(password, join(work, 'repository'), 'check', '--read-data')
  assert.match(check, /no errors were found/)
})

test('equal seeds play equal nights', async () => {
  const again = await play({ ...small, work: join(folder, 'again') })
  for (const figure of ['files', 'bytes', 'filesHit', 'restorable', 'restoredExact', 'missed'] as const) {
    assert.equal(again[figure], score[figure], figure)
  }
  // What a server's own housekeeping left on the disk is not the seed's.
  assert.deepEqual({ ...again.database, filesHit: 0 }, { ...score.database, filesHit: 0 })
})

test('a weak detector makes the drill fail', async () => {
  // Blind to noise and to mass renames: what count thresholds and entropy alone would be.
  const blind = { uniformZ: 0, noiseShare: 2, renamedFiles: 1e9, structuredZ: 1e9, noteWords: 1e9 }
  const weak = await play({ ...small, work: join(folder, 'weak'), thresholds: blind })
  assert.equal(passed(weak), false)
  assert.ok(weak.missed > 0)
  assert.ok(weak.reasons.length > 0)
  assert.ok(weak.mail.lost > 0)
  assert.ok(weak.releasedWrong.encrypted > 0 || weak.restoredExact < weak.restorable)
})

test('a drill does not play in a folder that holds something', async () => {
  const used = join(folder, 'used')
  mkdirSync(join(used, 'somebody'), { recursive: true })
  await assert.rejects(play({ ...small, work: used }), { code: 'drill-failed' })
})
