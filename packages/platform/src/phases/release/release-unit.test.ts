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
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

import { startYaraScanner } from '../../adapters/scanners/index.ts'
import { type CaseSession, openCase } from '../../core/case/index.ts'
import {
  approve,
  by,
  caseId,
  declaredCase,
  memoryLog,
  overtaken,
  proveIsolation,
  recordRun,
} from '../recover/case.fixture.ts'
import { manifestDigest, type RecoveryOutcome, type RecoveryPlan } from '../recover/index.ts'
import {
  type Ground,
  ground,
  memory,
  newRoom,
  picture,
  placedPaths,
  planAll,
  recover,
  snapshot,
  write,
} from '../recover/recovery.fixture.ts'
import { releaseUnit, type ReleaseOptions } from './index.ts'

const rules = fileURLToPath(new URL('../../../../../rules', import.meta.url))
const scanner = await startYaraScanner({ rules: [rules], processes: 1 })
after(() => scanner.close())
const { ruleSetDigest } = scanner.describe()
const unit = 'files1'

const machine = await ground({ after }, memory)
write(machine, { 'd/one': 'one', 'd/two': 'two', large: randomBytes(3_000_000), empty: '', gone: 'gone' })
symlinkSync('one', join(machine.machine, 'd/link'))
chmodSync(join(machine.machine, 'd/two'), 0o750)
chmodSync(join(machine.machine, 'empty'), 0o000)
utimesSync(join(machine.machine, 'd/one'), 1000, 1000)
await snapshot(machine)
const plan = await planAll(machine)

interface Scene {
  readonly place: Ground
  readonly plan: RecoveryPlan
  readonly outcome: RecoveryOutcome
  readonly log: ReturnType<typeof memoryLog>
  readonly session: CaseSession
  readonly options: ReleaseOptions
  readonly target: string
}

/** Restored, verified, scanned, recorded; approved too unless `skip` leaves something out. */
async function scene(
  t: TestContext,
  skip: { approval?: boolean; isolation?: boolean; record?: boolean } = {},
  log = memoryLog(),
): Promise<Scene> {
  const place = newRoom(t, machine)
  const { cleanRoom } = place
  const outcome = await recover(place, { plan, scanner })
  const session = await declaredCase(log, [unit], { isIsolated: skip.isolation !== true })
  if (skip.record !== true) await recordRun(session, plan, outcome, { cleanRoom, scanner })
  if (skip.record !== true && skip.approval !== true) await approve(session, unit)
  const target = join(cleanRoom, '..', 'released')
  const manifestFile = outcome.units[0]?.manifestFile ?? ''
  const options = { session, unit, cleanRoom, manifestFile, ruleSetDigest, target, by }
  return { place, plan, outcome, log, session, options, target }
}

const inRoom = ({ place }: Scene, ...path: string[]): string =>
  join(place.cleanRoom, unit, 'files', 'files1', ...path)

/** Refused in words, nothing recorded, nothing in the target. */
async function assertRefused(stage: Scene, code = 'gate-closed', message = /./): Promise<void> {
  const before = existsSync(stage.target) ? picture(stage.target) : undefined
  await assert.rejects(
    releaseUnit(stage.options),
    (error: { code?: string; message: string; hint?: string }) => {
      assert.equal(error.code, code, error.message)
      assert.match(`${error.message} ${error.hint ?? ''}`, message)
      assert.ok((error.hint ?? '').length > 10)
      return true
    },
  )
  assert.deepEqual(
    existsSync(stage.target) ? picture(stage.target) : {},
    before ?? (existsSync(stage.target) ? { '/': '' } : {}),
  )
  assert.ok(!stage.log.kinds().includes('unit.released'))
}

test('an approved unit appears at once, byte for byte, with modes, times and links; the event came first', async (t) => {
  const order: string[] = []
  const log = memoryLog((kinds) => {
    if (kinds.includes('unit.released')) order.push(`event, folder ${existsSync(join(stage.target, unit))}`)
  })
  const stage = await scene(t, {}, log)
  const result = await releaseUnit(stage.options)
  assert.deepEqual(order, ['event, folder false'])
  assert.equal(result.folder, join(stage.target, unit))
  assert.equal(result.files, 6)
  const of = (folder: string): Record<string, string> =>
    Object.fromEntries(Object.entries(picture(folder)).filter(([path]) => !path.endsWith('/')))
  assert.deepEqual(of(join(result.folder, 'files', 'files1')), of(machine.machine))
  assert.equal(statSync(join(result.folder, 'files/files1/d/one')).mtimeMs, 1_000_000)
  assert.deepEqual(readdirSync(stage.target), [unit], 'nothing hidden stays')
  assert.equal(stage.session.state.units.get(unit)?.released?.files, 6)
})

test('the gate is closed without isolation, record, approval; one person, or another person’s key, is not two', async (t) => {
  const noIsolation = await scene(t, { isolation: true })
  await assertRefused(noIsolation, 'gate-closed', /isolated/)
  await proveIsolation(noIsolation.session)
  await releaseUnit(noIsolation.options)

  await assertRefused(await scene(t, { record: true }), 'gate-closed', /restore.*verification.*scan/)
  const unapproved = await scene(t, { approval: true })
  await assertRefused(unapproved, 'gate-closed', /two different people/)
  await approve(unapproved.session, unit, ['anna'])
  await assertRefused(unapproved, 'gate-closed', /two different people/)
  await assert.rejects(approve(unapproved.session, unit, ['anna']), { code: 'input-invalid' })
  await approve(unapproved.session, unit, ['bernd'])
  await releaseUnit(unapproved.options)
})

test('a later run voids the approvals; other rules, another manifest, an unknown unit do not pass', async (t) => {
  const stage = await scene(t)
  const { options } = stage
  await assertRefused(
    { ...stage, options: { ...options, ruleSetDigest: 'ab'.repeat(32) } },
    'gate-closed',
    /rules/,
  )
  await assertRefused({ ...stage, options: { ...options, unit: 'nobody' } }, 'input-invalid')
  await assertRefused({ ...stage, options: { ...options, manifestFile: join(stage.place.folder, 'none') } })
  await assertRefused(
    { ...stage, options: { ...options, cleanRoom: join(stage.place.folder, 'none') } },
    'not-found',
  )
  await recordRun(stage.session, plan, stage.outcome, { cleanRoom: stage.place.cleanRoom, scanner })
  await assertRefused(stage, 'gate-closed', /two different people/)
})

const manifests: [string, (text: string) => string][] = [
  ['torn', (text) => text.slice(0, -30)],
  ['empty', () => ''],
  ['with a line less', (text) => text.split('\n').slice(1).join('\n')],
  ['with a line more', (text) => `${text}${text.split('\n')[0]?.replace('/d/', '/e/')}\n`],
  ['in another order', (text) => text.trimEnd().split('\n').toReversed().join('\n')],
  ['with another mode', (text) => text.replace('"mode":488', '"mode":511')],
] // prettier-ignore

for (const [name, change] of manifests) {
  test(`a manifest that is ${name} is not the approved one`, async (t) => {
    const stage = await scene(t)
    const { manifestFile } = stage.options
    const text = readFileSync(manifestFile, 'utf8')
    assert.notEqual(change(text), text)
    writeFileSync(manifestFile, change(text))
    await assertRefused(stage, 'gate-closed', /files that fit the recorded restore/)
  })
}

test('a verification with a problem never opens the gate, whoever records it', async (t) => {
  const stage = await scene(t, { record: true })
  writeFileSync(inRoom(stage, 'd', 'one'), 'eno')
  await recordRun(stage.session, plan, stage.outcome, { cleanRoom: stage.place.cleanRoom, scanner })
  await approve(stage.session, unit)
  await assertRefused(stage, 'gate-closed', /verification of every file/)
})

for (const field of ['verdict', 'ruleSetDigest'] as const) {
  test(`a line with another ${field} is refused, whatever the case was told`, async (t) => {
    const stage = await scene(t, { record: true })
    const { manifestFile, session } = stage.options
    const text = readFileSync(manifestFile, 'utf8').replace(
      new RegExp(`"${field}":"[a-z0-9]+"`),
      `"${field}":"other"`,
    )
    writeFileSync(manifestFile, text)
    const outcome = stage.outcome.units[0]
    assert.ok(outcome)
    const lying = { ...outcome, manifestDigest: manifestDigest(text) }
    await recordRun(session, plan, { ...stage.outcome, units: [lying] }, { ...stage.place, scanner })
    const scanned = session.state.units.get(unit)?.scanned
    assert.equal(scanned?.unscanned, 1, 'the honest count sees it')
    await session.execute({ command: 'record', facts: [{ ...scanned, unscanned: 0 }] }, by)
    await approve(session, unit)
    await assertRefused(stage, 'gate-closed', /1 files have no verdict/)
  })
}

/** Done in the clean room between the scan and the release. */
const changes: [string, (file: string, stage: Scene) => void][] = [
  ['changed, with its old size and time', (file) => {
    const { atime, mtime } = statSync(file)
    writeFileSync(file, 'eno')
    utimesSync(file, atime, mtime)
  }],
  ['longer', (file) => appendFileSync(file, 'x')],
  ['gone', (file) => rmSync(file)],
  ['a link to another file', (file) => {
    rmSync(file)
    symlinkSync('/etc/hostname', file)
  }],
  ['a link to the same content', (file) => {
    renameSync(file, `${file}.moved`)
    symlinkSync(`${file}.moved`, file)
  }],
  ['a directory', (file) => {
    rmSync(file)
    mkdirSync(file)
  }],
  ['below a directory that is a link now', (file, stage) => {
    const moved = join(stage.place.folder, `moved ${Math.random()}`)
    renameSync(join(file, '..'), moved)
    symlinkSync(moved, join(file, '..'))
  }],
] // prettier-ignore

for (const [name, change] of changes) {
  test(`a file that is ${name} since the scan closes the gate`, async (t) => {
    const stage = await scene(t)
    change(inRoom(stage, 'd', 'one'), stage)
    await assertRefused(stage, 'gate-closed', /d\/(one|two) is not what was scanned/)
  })
}

test('a pipe in a file’s place is refused and does not wait for a writer', async (t) => {
  const stage = await scene(t)
  const { spawnSync } = await import('node:child_process')
  rmSync(inRoom(stage, 'd', 'one'))
  assert.equal(spawnSync('mkfifo', [inRoom(stage, 'd', 'one')]).status, 0)
  await assertRefused(stage)
})

test('a link that leads elsewhere since the scan closes the gate', async (t) => {
  const stage = await scene(t)
  rmSync(inRoom(stage, 'd', 'link'))
  symlinkSync('two', inRoom(stage, 'd', 'link'))
  await assertRefused(stage, 'gate-closed', /link is not what was scanned/)
})

test('what somebody laid beside the scanned files is not released', async (t) => {
  const stage = await scene(t)
  const before = placedPaths(stage.place.cleanRoom, unit)
  for (const path of ['extra', 'd/extra']) writeFileSync(inRoom(stage, path), 'unscanned')
  mkdirSync(join(stage.place.cleanRoom, unit, 'files', 'other'))
  writeFileSync(join(stage.place.cleanRoom, unit, 'files', 'other', 'x'), 'unscanned')
  await releaseUnit(stage.options)
  assert.deepEqual(placedPaths(stage.target, unit, 'files1'), before)
  assert.deepEqual(readdirSync(join(stage.target, unit, 'files')), ['files1'])
})

test('a target that exists is never touched: another’s folder, a file, a link, a link to nowhere', async (t) => {
  const stage = await scene(t)
  const folder = join(stage.target, unit)
  const makers: (() => void)[] = [
    () => mkdirSync(folder),
    () => writeFileSync(folder, 'a file'),
    () => symlinkSync(stage.place.folder, folder),
    () => symlinkSync('/nowhere', folder),
  ]
  for (const make of makers) {
    mkdirSync(stage.target, { recursive: true })
    make()
    await assertRefused(stage, 'unsafe-target', /knows of no release/)
    assert.deepEqual(readdirSync(stage.target), [unit])
    rmSync(folder, { recursive: true })
  }
  await releaseUnit(stage.options)
  await assert.rejects(releaseUnit(stage.options), { code: 'nothing-to-do' })
  assert.equal(stage.log.kinds().filter((kind) => kind === 'unit.released').length, 1)
  assert.ok(existsSync(folder))
})

test('stopped in the middle, or refused by the log, nothing stays; the next call completes', async (t) => {
  let fails = true
  const log = memoryLog((kinds) => {
    if (fails && kinds.includes('unit.released')) throw new Error('the database is away')
  })
  const stage = await scene(t, {}, log)
  const stop = new AbortController()
  const onProgress = (): void => stop.abort(new Error('SIGINT'))
  await assert.rejects(releaseUnit({ ...stage.options, signal: stop.signal, onProgress }), {
    code: 'aborted',
  })
  assert.deepEqual(picture(stage.target), { '/': '' })
  await assert.rejects(releaseUnit(stage.options), /database is away/)
  assert.deepEqual(picture(stage.target), { '/': '' })
  fails = false
  await releaseUnit(stage.options)
  assert.deepEqual(readdirSync(stage.target), [unit])
})

test('an event without its folder: the next call asks the gate again, records that, and completes', async (t) => {
  const stage = await scene(t)
  const log = stage.log
  // As after a kill between event and folder: the same command, and nothing else happened.
  const { manifestFile } = stage.options
  const files = readFileSync(manifestFile, 'utf8').trimEnd().split('\n').length
  const { manifestDigest = '', bytes = 0 } = stage.outcome.units[0] ?? {}
  await stage.session.execute({ command: 'release', unit, manifestDigest, ruleSetDigest, files, bytes }, by)
  mkdirSync(join(stage.target, '.incoming', unit, 'copy', 'files'), { recursive: true })
  writeFileSync(join(stage.target, '.incoming', unit, 'copy', 'files', 'half'), 'half')
  const again = { ...stage.options, session: await openCase(log, caseId) }
  await assert.rejects(releaseUnit({ ...again, ruleSetDigest: 'ab'.repeat(32) }), { code: 'gate-closed' })
  await releaseUnit(again)
  assert.deepEqual(placedPaths(stage.target, unit, 'files1'), placedPaths(stage.place.cleanRoom, unit))
  assert.deepEqual(readdirSync(join(stage.target, unit)), ['files'])
  assert.equal(log.kinds().filter((kind) => kind === 'unit.released').length, 2)
})

test('two releases at once: one folder, one event, the other is told to wait', async (t) => {
  const stage = await scene(t)
  const results = await Promise.allSettled([1, 2, 3].map(() => releaseUnit(stage.options)))
  const codes = results.map((one) =>
    one.status === 'fulfilled' ? 'done' : (one.reason as { code: string }).code,
  )
  assert.deepEqual(codes.sort(), ['done', 'unsafe-target', 'unsafe-target'])
  assert.equal(stage.log.kinds().filter((kind) => kind === 'unit.released').length, 1)
  assert.deepEqual(placedPaths(stage.target, unit, 'files1'), placedPaths(stage.place.cleanRoom, unit))
})

test('a folder that appears while we copy is not replaced, and the message says what to do', async (t) => {
  const log = memoryLog((kinds) => {
    if (!kinds.includes('unit.released')) return
    mkdirSync(join(stage.target, unit))
    writeFileSync(join(stage.target, unit, 'theirs'), 'theirs')
  })
  const stage = await scene(t, {}, log)
  await assert.rejects(releaseUnit(stage.options), { code: 'write-failed', message: /recorded, but/ })
  assert.equal(readFileSync(join(stage.target, unit, 'theirs'), 'utf8'), 'theirs')
  assert.deepEqual(readdirSync(stage.target), [unit])
  assert.ok(lstatSync(join(stage.target, unit)).isDirectory())
})

test('a release that ends beside this one is known, not taken for a stranger’s', async (t) => {
  const { options, session, log } = await scene(t)
  const slow = overtaken(session, async () =>
    releaseUnit({ ...options, session: await openCase(log, caseId) }),
  )
  await assert.rejects(releaseUnit({ ...options, session: slow }), { code: 'nothing-to-do' })
})
