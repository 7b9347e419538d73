import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { startYaraScanner } from '../../packages/platform/src/adapters/scanners/index.ts'
import {
  approve,
  by,
  declaredCase,
  memoryLog,
  recordRun,
} from '../../packages/platform/src/phases/recover/case.fixture.ts'
import { type UnitOutcome, verifyCleanRoom } from '../../packages/platform/src/phases/recover/index.ts'
import {
  ground,
  newRoom,
  picture,
  planAll,
  recover,
  snapshot,
  write,
} from '../../packages/platform/src/phases/recover/recovery.fixture.ts'
import { releaseUnit } from '../../packages/platform/src/phases/release/index.ts'
import { dropper, rules } from './bundled-rules.ts'

const small = mkdtempSync(join(tmpdir(), 'anlauf-small-disk-'))
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small])
const skip = mounted.status === 0 ? false : 'a small disk needs root: mount -t tmpfs failed'
after(() => {
  if (skip === false) spawnSync('umount', ['--lazy', small])
  rmSync(small, { recursive: true, force: true })
})

const machine = await ground({ after })
write(machine, {
  ...Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`d/${at}`, randomBytes(4000)])),
  ...Object.fromEntries(Array.from({ length: 3 }, (_, at) => [`large/${at}`, randomBytes(3_000_000)])),
  'large/infected': Buffer.concat([randomBytes(3_000_000), Buffer.from(dropper)]),
})
symlinkSync('0', join(machine.machine, 'd/link'))
await snapshot(machine)
const plan = await planAll(machine)
const scanner = await startYaraScanner({ rules: [rules], processes: 1 })
after(() => scanner.close())

/** An empty small disk of a size. */
function emptyDisk(size: string): void {
  for (const name of readdirSync(small)) rmSync(join(small, name), { recursive: true })
  resize(size)
}

function resize(size: string): void {
  const { status, stderr } = spawnSync('mount', ['-o', `remount,size=${size}`, small], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
}

/** Says what to do, and that the same command goes on. */
function noSpace(error: unknown): boolean {
  const { code, hint, retry, message } = error as {
    code: string
    hint: string
    retry: string
    message: string
  }
  assert.equal(code, 'no-space', message)
  assert.match(hint, /Free space .* start the same command again/)
  assert.equal(retry, 'later')
  return true
}

test(
  'a recovery on a full disk says so wherever it fills up, and completes once there is space',
  { skip },
  async (t) => {
    const whole = newRoom(t, machine)
    const expected = (await recover(whole, { plan, scanner })).units[0]
    assert.ok(expected)
    const place = { ...newRoom(t, machine), cleanRoom: join(small, 'clean-room') }
    emptyDisk('4k')
    let failures = 0
    let outcome: UnitOutcome | undefined
    // One room that grows: each run goes on where the last one found no space.
    for (const size of ['4k', '16k', '64k', '256k', '1m', '1300k', '2m', '4m', '6m', '9m', '12m', '40m']) {
      resize(size)
      try {
        outcome = (await recover(place, { plan, scanner })).units[0]
      } catch (error) {
        noSpace(error)
        failures += 1
        assert.ok(!existsSync(join(place.cleanRoom, '.staging')), 'what was staged gives its space back')
      }
    }
    assert.ok(failures >= 8, `${failures} runs found no space`)
    assert.equal(outcome?.manifestDigest, expected.manifestDigest)
    const of = (room: string): unknown => picture(join(room, 'files1', 'files'))
    assert.deepEqual(of(place.cleanRoom), of(whole.cleanRoom))
    assert.deepEqual((await verifyCleanRoom(place.cleanRoom, outcome ?? expected)).problems, [])
    assert.ok(!readdirSync(join(place.cleanRoom, 'files1')).includes('.publishing'))
  },
)

test(
  'a full quarantine stops the run, leaves no half sealed file, and completes with more space',
  { skip },
  async (t) => {
    const place = { ...newRoom(t, machine), quarantine: join(small, 'quarantine') }
    emptyDisk('1m')
    await assert.rejects(recover(place, { plan, scanner }), noSpace)
    assert.deepEqual(
      readdirSync(place.quarantine).filter((name) => name.endsWith('.part')),
      [],
    )
    writeFileSync(join(small, 'filler'), randomBytes(1_000_000).subarray(0, 900_000))
    await assert.rejects(recover(place, { plan, scanner }), noSpace)
    rmSync(join(small, 'filler'))
    resize('40m')
    const { units } = await recover(place, { plan, scanner })
    assert.deepEqual(
      units[0]?.quarantined.map(({ path }) => path),
      ['/large/infected'],
    )
    assert.equal(readdirSync(place.quarantine).filter((name) => name.endsWith('.sealed')).length, 1)
  },
)

test(
  'a release onto a full disk says so, leaves nothing there, and completes with more space',
  { skip },
  async (t) => {
    const place = newRoom(t, machine)
    const { cleanRoom } = place
    const outcome = await recover(place, { plan, scanner })
    const log = memoryLog()
    const session = await declaredCase(log, ['files1'])
    await recordRun(session, plan, outcome, { cleanRoom, scanner })
    await approve(session, 'files1')
    emptyDisk('8k')
    const target = join(small, 'released')
    mkdirSync(target)
    const manifestFile = outcome.units[0]?.manifestFile ?? ''
    const { ruleSetDigest } = scanner.describe()
    const options = { session, unit: 'files1', cleanRoom, manifestFile, ruleSetDigest, target, by }
    for (const size of ['8k', '100k', '3m', '6m']) {
      resize(size)
      await assert.rejects(releaseUnit(options), noSpace)
      assert.deepEqual(readdirSync(target), [], size)
    }
    assert.ok(!log.kinds().includes('unit.released'))
    resize('40m')
    await releaseUnit(options)
    const of = (room: string): unknown => picture(join(room, 'files1', 'files'))
    assert.deepEqual(of(target), of(cleanRoom))
  },
)
