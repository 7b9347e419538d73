import assert from 'node:assert/strict'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'

import fc from 'fast-check'

import { placeOf, type PlanItem, type RecoveryPlan, unitFolder } from './index.ts'
import { staysInside } from './link-rule.ts'
import {
  type Ground,
  ground,
  memory,
  picture,
  placedPaths,
  planAll,
  recover,
  snapshot,
  wordScanner,
  write,
} from './recovery.fixture.ts'

async function small(t: TestContext): Promise<{ place: Ground; plan: RecoveryPlan; outside: string }> {
  const place = await ground(t, memory)
  write(place, { 'd/one': 'one', 'd/two': 'two', 'e/three': 'three' })
  await snapshot(place)
  const outside = join(place.folder, 'outside')
  mkdirSync(outside)
  writeFileSync(join(outside, 'one'), 'of somebody else')
  return { place, plan: await planAll(place), outside }
}

/** The plan with its first item changed. */
function changed(plan: RecoveryPlan, change: (item: PlanItem) => object): RecoveryPlan {
  const [unit] = plan.units
  const [first, ...rest] = unit?.items ?? []
  assert.ok(unit && first)
  return { ...plan, units: [{ ...unit, items: [{ ...first, ...change(first) }, ...rest] }] }
}

const badPaths = [
  '/../x',
  '/d/../../x',
  '/d/..',
  '../x',
  'd/one',
  '',
  '/',
  '//d/one',
  '/d//one',
  '/./x',
  '/d/one/',
  '/d/a\0b',
  '/\ud800',
]

test('a plan that leads elsewhere is refused before anything is touched', async (t) => {
  const { place, plan } = await small(t)
  const spoiled: [string, RecoveryPlan][] = [
    ...badPaths.map((path): [string, RecoveryPlan] => [path, changed(plan, () => ({ path }))]),
    ['NUL in the host', changed(plan, () => ({ host: 'a\0b' }))],
    [
      'the key of another content',
      changed(plan, () => ({ contentKey: plan.units[0]?.items[1]?.contentKey })),
    ],
    ['a key that is a path', changed(plan, () => ({ contentKey: '../../outside/one' }))],
    ['one place twice', changed(plan, () => ({ path: plan.units[0]?.items[1]?.path }))],
    ['another repository', { ...plan, repository: 'ab'.repeat(32) }],
    ['a unit twice', { ...plan, units: [...plan.units, ...plan.units] }],
  ]
  for (const [name, bad] of spoiled) {
    const before = readdirSync(place.folder)
    await assert.rejects(
      recover(place, { plan: bad, scanner: wordScanner() }),
      { code: 'plan-invalid' },
      name,
    )
    assert.deepEqual(readdirSync(place.folder), before, `${name}: no folder was made`)
  }
  await assert.rejects(recover(place, { plan, scanner: wordScanner(), units: ['nobody'] }), {
    code: 'not-found',
  })
})

test('hosts and units with slashes, dots and any bytes get folders of their own inside', async (t) => {
  const { place, plan } = await small(t)
  const names = ['../evil', '..', '.', '/', 'a/b', '.staging', '.lock', '', 'x-2f', ' ', '-rf', 'ü', '\udcff']
  const [unit] = plan.units
  assert.ok(unit)
  const units = names.map((name) => ({
    ...unit,
    unit: name,
    items: unit.items.map((item) => ({ ...item, host: name })),
  }))
  const { units: outcomes } = await recover(place, { plan: { ...plan, units }, scanner: wordScanner() })
  assert.deepEqual(
    outcomes.map((outcome) => [outcome.unit, outcome.files]),
    names.map((name) => [name, 3]),
  )
  assert.deepEqual(readdirSync(place.folder).sort(), [
    'clean-room',
    'machine',
    'outside',
    'quarantine',
    'repository',
  ])
  assert.equal(readdirSync(place.cleanRoom).length, names.length + 2, 'marker, lock, and one folder each')
})

test('different units and hosts have different folders, always one plain name', () => {
  const id = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary', maxLength: 5 }),
    fc.stringMatching(/^x-([0-9a-f]{2}){0,4}$/),
    fc.constantFrom('x-sha256-', '..', '.', 'CON', 'a'.repeat(100), 'a'.repeat(101), 'a'.repeat(102)),
  )
  fc.assert(
    fc.property(fc.uniqueArray(id, { maxLength: 30 }), (ids) => {
      const usable = ids.filter((one) => one.isWellFormed() && !one.includes('\0'))
      const folders = usable.map((one) => unitFolder('/room', one))
      assert.equal(new Set(folders).size, usable.length)
      for (const folder of folders) {
        assert.equal(dirname(folder), '/room')
        assert.match(folder, /^\/room\/[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/)
      }
      const places = usable.map((host) => placeOf('/room/u', { host, path: '/p' }).toString())
      assert.equal(new Set(places).size, usable.length)
    }),
  )
})

test('links that the rule lets through stay inside, however they lead through each other', (t) => {
  const folder = mkdtempSync(join(memory, 'anlauf-links-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const names = ['a', 'b', 'c']
  const path = fc
    .array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join('/'))
  const target = fc.array(fc.constantFrom(...names, '..', '..', '.'), { minLength: 1, maxLength: 5 })
  let made = 0
  fc.assert(
    fc.property(fc.array(fc.tuple(path, target), { maxLength: 12 }), (links) => {
      const root = mkdtempSync(join(folder, 'r'))
      for (const [where, parts] of links) {
        const place = join(root, where)
        if (!staysInside(`/${where}`, parts.join('/'))) continue
        // As in the clean room: through no link, and a directory in the way stays.
        if (hasLinkAbove(root, place) || lstatSync(place, { throwIfNoEntry: false }) !== undefined) continue
        mkdirSync(dirname(place), { recursive: true })
        symlinkSync(parts.join('/'), place)
        made += 1
      }
      for (const [where] of links) {
        const reached = realOrNothing(join(root, where))
        assert.ok(
          reached === undefined || reached === root || reached.startsWith(`${root}/`),
          `${where}: ${reached}`,
        )
      }
      rmSync(root, { recursive: true })
    }),
    { numRuns: 300 },
  )
  assert.ok(made > 300)
})

function hasLinkAbove(root: string, place: string): boolean {
  const names = dirname(place).slice(root.length).split('/').slice(1)
  return names.some((_, at) =>
    lstatSync(join(root, ...names.slice(0, at + 1)), { throwIfNoEntry: false })?.isSymbolicLink(),
  )
}

function realOrNothing(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

/** What an attacker in the clean room puts there while the first batch is scanned. */
const swaps: [string, (place: Ground, outside: string) => void, readonly string[]][] = [
  ['a directory on the way', ({ cleanRoom }, outside) => {
    mkdirSync(join(cleanRoom, 'files1/files/files1'), { recursive: true })
    symlinkSync(outside, join(cleanRoom, 'files1/files/files1/d'))
  }, ['/e/three']],
  ['the machine’s folder', ({ cleanRoom }, outside) => {
    mkdirSync(join(cleanRoom, 'files1/files'), { recursive: true })
    symlinkSync(outside, join(cleanRoom, 'files1/files/files1'))
  }, []],
  ['the folder of all files', ({ cleanRoom }, outside) => {
    symlinkSync(outside, join(cleanRoom, 'files1/files'))
  }, []],
  ['the file’s own place', ({ cleanRoom }, outside) => {
    mkdirSync(join(cleanRoom, 'files1/files/files1/d'), { recursive: true })
    symlinkSync(join(outside, 'one'), join(cleanRoom, 'files1/files/files1/d/one'))
  }, ['/d/one', '/d/two', '/e/three']],
] // prettier-ignore

for (const [name, swap, published] of swaps) {
  test(`${name} becomes a link outward before publishing: nothing outside is touched, no byte lost`, async (t) => {
    const { place, plan, outside } = await small(t)
    const before = picture(outside)
    const scanner = wordScanner((honest) => {
      swap(place, outside)
      return honest
    })
    const { units } = await recover(place, { plan, scanner })
    assert.deepEqual(picture(outside), before)
    assert.deepEqual(units[0]?.files, published.length)
    assert.ok(units[0]?.caseReview.every(({ cause }) => cause === 'cannot-be-placed'))
    assert.equal(units[0]?.caseReview.length, 3 - published.length)

    for (const link of ['files', 'files/files1', 'files/files1/d']) {
      const path = join(place.cleanRoom, 'files1', link)
      if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) rmSync(path)
    }
    const again = await recover(place, { plan, scanner: wordScanner() })
    assert.equal(again.units[0]?.files, 3)
    assert.deepEqual(placedPaths(place.cleanRoom, 'files1'), ['/d/one', '/d/two', '/e/three'])
    assert.deepEqual(picture(outside), before)
  })
}

const traps = ['.lock', 'journal.ndjson', 'manifest.ndjson.part', '.publishing', '../.staging'] as const

for (const name of traps) {
  test(`a link outward under our own name ${name} leads nothing out`, async (t) => {
    const { place, plan, outside } = await small(t)
    await recover(place, { plan, scanner: wordScanner() })
    const trap = join(place.cleanRoom, 'files1', name)
    rmSync(trap, { recursive: true, force: true })
    symlinkSync(name === '../.staging' ? outside : join(outside, 'one'), trap)
    const other = changed(plan, () => ({ reason: 'newestClean' }))
    const before = picture(outside)
    const outcome = await recover(place, { plan: other, scanner: wordScanner() }).catch(
      (error: unknown) => error,
    )
    assert.deepEqual(picture(outside), before)
    if (outcome instanceof Error)
      assert.match((outcome as { code?: string }).code ?? '', /^(write-failed|unsafe-target)$/)
  })
}

test('a unit’s folder that became a link, and a clean room that is not ours, are refused untouched', async (t) => {
  const { place, plan, outside } = await small(t)
  await recover(place, { plan, scanner: wordScanner() })
  renameSync(join(place.cleanRoom, 'files1'), join(place.folder, 'moved'))
  symlinkSync(outside, join(place.cleanRoom, 'files1'))
  const before = picture(outside)
  await assert.rejects(recover(place, { plan, scanner: wordScanner() }), { code: 'unsafe-target' })
  assert.deepEqual(picture(outside), before)

  const foreign = { ...place, cleanRoom: outside }
  await assert.rejects(recover(foreign, { plan, scanner: wordScanner() }), { code: 'unsafe-target' })
  assert.deepEqual(picture(outside), before)

  const file = { ...place, cleanRoom: join(outside, 'one') }
  await assert.rejects(recover(file, { plan, scanner: wordScanner() }), { code: 'write-failed' })
  const under = { ...place, cleanRoom: join(outside, 'one', 'below') }
  await assert.rejects(recover(under, { plan, scanner: wordScanner() }), { code: 'write-failed' })
  assert.deepEqual(picture(outside), before)
})

test('a file that was a directory, and a link that was one, share the clean room without a stop', async (t) => {
  const place = await ground(t, memory)
  write(place, { 'was-folder/inner': 'i', 'was-link/inner': 'i', other: 'o' })
  await snapshot(place)
  const [unit] = (await planAll(place)).units
  assert.ok(unit)
  // What a plan holds when an attacker put a file and a link where folders were.
  const [inner] = unit.items
  assert.ok(inner)
  const items = [
    ...unit.items,
    { ...inner, path: '/was-folder' },
    { ...inner, path: '/was-link', type: 'symlink' as const, linkTarget: 'other' },
  ]
  const plan = { ...(await planAll(place)), units: [{ ...unit, items }] }
  const { units } = await recover(place, { plan, scanner: wordScanner() })
  assert.equal((units[0]?.files ?? 0) + (units[0]?.caseReview.length ?? 0), items.length)
  assert.ok(units[0]?.caseReview.every(({ cause }) => cause === 'cannot-be-placed'))
  assert.equal(readFileSync(join(place.cleanRoom, 'files1/files/files1/other'), 'utf8'), 'o')
  assert.ok(!existsSync(join(place.cleanRoom, '.staging')))
})
