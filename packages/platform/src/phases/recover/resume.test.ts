import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { type RecoveryOutcome, type UnitOutcome, verifyCleanRoom } from './index.ts'
import {
  type Ground,
  ground,
  memory,
  newRoom,
  picture,
  placedPaths,
  planAll,
  recover,
  sha256,
  snapshot,
  wordScanner,
  write,
} from './recovery.fixture.ts'

/** Files for several batches: 256 contents or 4 MiB end one. */
const machine = await ground({ after }, memory)
write(machine, {
  ...Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`d${at % 5}/${at}`, `file ${at}`])),
  bad: 'very-bad',
  odd: 'very-odd',
  slow: 'very-slow',
  large: randomBytes(5_000_000),
})
symlinkSync('d1/1', join(machine.machine, 'link'))
await snapshot(machine)
const plan = await planAll(machine)

function unitOf({ units }: RecoveryOutcome): UnitOutcome {
  const [unit] = units
  assert.ok(unit)
  return unit
}

const files = (place: Ground): string => join(place.cleanRoom, 'files1', 'files', 'files1')
const journal = (place: Ground): string => join(place.cleanRoom, 'files1', 'journal.ndjson')

/** Nothing but what belongs there: no half files, no temporary ones. */
function assertTidy({ cleanRoom }: Ground): void {
  assert.deepEqual(readdirSync(cleanRoom).sort(), ['.anlauf-clean-room', '.lock', 'files1'])
  assert.deepEqual(readdirSync(join(cleanRoom, 'files1')).sort(), [
    '.lock',
    'files',
    'journal.ndjson',
    'manifest.ndjson',
  ])
}

test('stopped in any batch, by the engine or by us, a run goes on and ends like an uninterrupted one', async (t) => {
  const whole = newRoom(t, machine)
  const expected = unitOf(await recover(whole, { plan, scanner: wordScanner() }))
  // A stop in the last batch comes too late: everything is done.
  for (const [how, at] of [
    ['throws', 1],
    ['throws', 2],
    ['aborts', 1],
  ] as const) {
    const room = newRoom(t, machine)
    const stop = new AbortController()
    const failing = wordScanner((honest, batch) => {
      if (batch === at && how === 'aborts') stop.abort(new Error('enough'))
      if (batch === at && how === 'throws') throw new Error('enough')
      return honest
    })
    await assert.rejects(recover(room, { plan, scanner: failing, signal: stop.signal }), {
      code: how === 'aborts' ? 'aborted' : 'scanner-failed',
    })
    assert.ok(!existsSync(join(room.cleanRoom, '.staging')), 'staging is gone after an error too')
    const scanner = wordScanner()
    const outcome = await recover(room, { plan, scanner })
    assert.equal(outcome.resumed, true)
    assert.equal(unitOf(outcome).manifestDigest, expected.manifestDigest)
    assert.deepEqual(picture(files(room)), picture(files(whole)))
    assertTidy(room)
    if (at > 1 || how === 'aborts') assert.ok(scanner.shown.length < 300, 'what was done is not done again')
  }
})

test('a finished run that is started again reads and scans nothing but what waited for a better engine', async (t) => {
  const place = newRoom(t, machine)
  const first = await recover(place, { plan, scanner: wordScanner() })
  assert.deepEqual(
    unitOf(first).caseReview.map(({ path, cause }) => [path, cause]),
    [
      ['/odd', 'suspicious'],
      ['/slow', 'timeout'],
    ],
  )
  const scanner = wordScanner((honest) =>
    honest.map(({ cause: _cause, ...one }) => ({ ...one, verdict: 'clean', matches: [] })),
  )
  const again = await recover(place, { plan, scanner })
  assert.deepEqual(scanner.shown, [sha256('very-slow')])
  assert.deepEqual(
    unitOf(again).caseReview.map(({ path }) => path),
    ['/odd'],
  )
  assert.equal(unitOf(again).files, unitOf(first).files + 1)
})

test('torn, doubled, foreign and senseless journal lines cost their items a second time, nothing else', async (t) => {
  const place = newRoom(t, machine)
  const expected = unitOf(await recover(place, { plan, scanner: wordScanner() }))
  const before = picture(files(place))
  const lines = readFileSync(journal(place), 'utf8').split('\n')
  const spoiled: [string, readonly string[]][] = [
    ['torn', [...lines.slice(0, -3), (lines.at(-3) ?? '').slice(0, 40)]],
    ['without its last line break', [lines.slice(0, -1).join('\n')]],
    ['doubled', [...lines.slice(0, -1), ...lines.slice(1)]],
    [
      'senseless',
      [lines[0] ?? '', 'null', '{}', '[]', '7', '"x"', '{"mac":"00","entry":{}}', ...lines.slice(1)],
    ],
    ['turned around', [lines[0] ?? '', ...lines.slice(1, -1).toReversed(), '']],
    ['binary', [lines[0] ?? '', '\0\ufffd'.repeat(50), ...lines.slice(1)]],
    ['without its header', lines.slice(1)],
    ['empty', []],
  ]
  for (const [name, text] of spoiled) {
    writeFileSync(journal(place), text.join('\n'))
    const outcome = unitOf(await recover(place, { plan, scanner: wordScanner() }))
    assert.equal(outcome.manifestDigest, expected.manifestDigest, name)
    assert.deepEqual(picture(files(place)), before, name)
    assertTidy(place)
  }
})

test('a verdict that somebody wrote into the journal is none: the item is fetched and scanned', async (t) => {
  const place = await ground(t, memory)
  write(place, { bad: 'very-bad', fine: 'fine' })
  await snapshot(place)
  const plan = await planAll(place)
  const first = unitOf(await recover(place, { plan, scanner: wordScanner() }))
  const lines = readFileSync(journal(place), 'utf8').trimEnd().split('\n')
  const ours = lines.find((line) => line.includes('"path":"/fine"')) ?? ''
  // The attacker puts the file there and says that it was found clean: with our line's MAC, and with none.
  writeFileSync(join(files(place), 'bad'), 'very-bad')
  const forged = ours.replaceAll('/fine', '/bad').replaceAll(sha256('fine'), sha256('very-bad'))
  assert.notEqual(forged, ours)
  appendFileSync(journal(place), `${forged}\n${forged.replace(/"mac":"[0-9a-f]{64}",/, '')}\n`)
  writeFileSync(journal(place), readFileSync(journal(place), 'utf8').replace(/.*"quarantined".*\n/, ''))
  const again = unitOf(await recover(place, { plan, scanner: wordScanner() }))
  assert.deepEqual(again, first)
  assert.deepEqual(placedPaths(place.cleanRoom, 'files1'), ['/fine'], 'the planted file is gone')
})

test('a line of another unit’s journal says nothing here', async (t) => {
  const place = await ground(t, memory)
  write(place, { 'a/same': 'same', 'b/same': 'same' })
  await snapshot(place)
  const plan = await planAll(place, (_host, path) => ({ tenant: path.slice(1, 2) }))
  await recover(place, { plan, scanner: wordScanner() })
  const of = (unit: string): string => join(place.cleanRoom, unit, 'journal.ndjson')
  const [header] = readFileSync(of('b'), 'utf8').split('\n')
  const [, line] = readFileSync(of('a'), 'utf8').split('\n')
  writeFileSync(of('b'), `${header}\n${line}\n`)
  const scanner = wordScanner()
  const { units } = await recover(place, { plan, scanner })
  assert.equal(scanner.shown.length, 1)
  assert.deepEqual(
    units.map((unit) => [unit.unit, unit.files]),
    [
      ['a', 1],
      ['b', 1],
    ],
  )
})

const spoilers: [string, (file: string) => void][] = [
  ['is missing', (file) => rmSync(file)],
  ['is changed, with its old size and time', (file) => {
    const { atime, mtime } = statSync(file)
    writeFileSync(file, readFileSync(file, 'utf8').replace('file', 'evil'))
    utimesSync(file, atime, mtime)
  }],
  ['is cut short', (file) => truncateSync(file, 2)],
  ['became a link to the same content', (file) => {
    writeFileSync(`${file}.copy`, readFileSync(file))
    rmSync(file)
    symlinkSync(`${file}.copy`, file)
  }],
  ['became a link to nowhere', (file) => {
    rmSync(file)
    symlinkSync('/nowhere', file)
  }],
] // prettier-ignore

for (const [name, spoil] of spoilers) {
  test(`what the journal calls clean but ${name}: verification finds it, the next run restores it`, async (t) => {
    const place = newRoom(t, machine)
    const first = unitOf(await recover(place, { plan, scanner: wordScanner() }))
    spoil(join(files(place), 'd3', '3'))
    const found = await verifyCleanRoom(place.cleanRoom, first)
    assert.equal(found.problems.length, 1)
    assert.match(found.problems[0] ?? '', /\/d3\/3: (missing|changed)/)
    assert.equal(found.files, first.files - 1)

    const scanner = wordScanner()
    const again = unitOf(await recover(place, { plan, scanner }))
    assert.deepEqual(new Set(scanner.shown), new Set([sha256('file 3'), sha256('very-slow')]))
    assert.equal(again.manifestDigest, first.manifestDigest)
    assert.deepEqual((await verifyCleanRoom(place.cleanRoom, again)).problems, [])
    assert.ok(lstatSync(join(files(place), 'd3', '3')).isFile())
  })
}

test('touching a file or its mode costs a look at it, no restore', async (t) => {
  const place = newRoom(t, machine)
  await recover(place, { plan, scanner: wordScanner() })
  chmodSync(join(files(place), 'd3', '3'), 0o777)
  utimesSync(join(files(place), 'd3', '8'), 0, 0)
  const scanner = wordScanner()
  await recover(place, { plan, scanner })
  assert.deepEqual(scanner.shown, [sha256('very-slow')])
})

test('a check of all contents reads them; a changed link and a changed file are restored', async (t) => {
  const place = newRoom(t, machine)
  const first = unitOf(await recover(place, { plan, scanner: wordScanner() }))
  rmSync(join(files(place), 'link'))
  symlinkSync('d1/6', join(files(place), 'link'))
  writeFileSync(join(files(place), 'd3', '3'), 'evil 3')
  const again = unitOf(await recover(place, { plan, scanner: wordScanner(), recheck: 'content' }))
  assert.equal(again.manifestDigest, first.manifestDigest)
  assert.deepEqual((await verifyCleanRoom(place.cleanRoom, again)).problems, [])
})

test('where a directory lies in a file’s place, only that file waits, and comes when the way is free', async (t) => {
  const place = newRoom(t, machine)
  const first = unitOf(await recover(place, { plan, scanner: wordScanner() }))
  rmSync(join(files(place), 'd3', '3'))
  mkdirSync(join(files(place), 'd3', '3', 'in the way'), { recursive: true })
  const blocked = unitOf(await recover(place, { plan, scanner: wordScanner() }))
  assert.equal(blocked.files, first.files - 1)
  assert.equal(blocked.caseReview.find(({ path }) => path === '/d3/3')?.cause, 'cannot-be-placed')
  rmSync(join(files(place), 'd3', '3'), { recursive: true })
  const again = unitOf(await recover(place, { plan, scanner: wordScanner() }))
  assert.equal(again.manifestDigest, first.manifestDigest)
})

test('another plan or other rules start anew: nothing that the old ones published stays', async (t) => {
  const place = newRoom(t, machine)
  await recover(place, { plan, scanner: wordScanner() })
  const [unit] = plan.units
  assert.ok(unit)
  const smaller = { ...plan, units: [{ ...unit, items: unit.items.filter(({ path }) => path !== '/d3/3') }] }
  const second = await recover(place, { plan: smaller, scanner: wordScanner() })
  assert.equal(second.resumed, false)
  assert.ok(!placedPaths(place.cleanRoom, 'files1').includes('/d3/3'))
  assertTidy(place)

  const strict = wordScanner(
    (honest) => honest.map((one) => ({ ...one, verdict: 'suspicious' as const })),
    'rules-2',
  )
  const third = await recover(place, { plan, scanner: strict })
  assert.equal(third.resumed, false)
  assert.deepEqual(placedPaths(place.cleanRoom, 'files1'), ['/link'])
  assert.equal(unitOf(third).files, 1)
})

test('a second run beside one that works is refused, and harms neither', async (t) => {
  const place = newRoom(t, machine)
  const second: unknown[] = []
  const scanner = wordScanner(async (honest) => {
    const beside = recover(place, { plan, scanner: wordScanner() })
    second.push(await beside.catch((error: unknown) => (error as { code?: unknown }).code))
    return honest
  })
  const first = unitOf(await recover(place, { plan, scanner }))
  assert.deepEqual(new Set(second), new Set(['unsafe-target']))
  assert.deepEqual((await verifyCleanRoom(place.cleanRoom, first)).problems, [])
  assertTidy(place)
})
