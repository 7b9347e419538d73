import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { startYaraScanner } from '../../packages/platform/src/adapters/scanners/index.ts'
import { verifyCleanRoom, writePlanFile } from '../../packages/platform/src/phases/recover/index.ts'
import {
  type Ground,
  ground,
  holdsBytes,
  newRoom,
  picture,
  planAll,
  recover,
  snapshot,
  write,
} from '../../packages/platform/src/phases/recover/recovery.fixture.ts'
import { dropper, rules } from './bundled-rules.ts'

const seed = 20260311
const rooms = 5
const killsPerRoom = 3

const machine = await ground({ after })
write(machine, {
  ...Object.fromEntries(
    Array.from({ length: 1200 }, (_, at) => [`d${at % 9}/${at}`, `file ${at}\n`.repeat(at % 40)]),
  ),
  ...Object.fromEntries(Array.from({ length: 3 }, (_, at) => [`large/${at}`, randomBytes(6_000_000)])),
  'large/infected': Buffer.concat([randomBytes(5_000_000), Buffer.from(dropper)]),
  'bin/infected': `begin ${dropper} end`,
})
chmodSync(join(machine.machine, 'd1/1'), 0o755)
for (let at = 0; at < 20; at += 1) symlinkSync('../d1/1', join(machine.machine, `d${at % 9}/link ${at}`))
await snapshot(machine)
const plan = await planAll(machine)
const items = plan.units[0]?.items.length ?? 0
const planFile = join(machine.folder, 'plan.json')
writePlanFile(planFile, plan)
const original = picture(machine.machine)

const scanner = await startYaraScanner({ rules: [rules], processes: 1 })
after(() => scanner.close())

test('killed with SIGKILL at any moment, again and again, a recovery goes on and ends like an uninterrupted one', async (t) => {
  const whole = newRoom(t, machine)
  const expected = (await recover(whole, { plan, scanner })).units[0]
  assert.ok(expected)
  assert.equal(expected.files, items - 2)
  const random = seeded(seed)
  let inTheMiddle = 0
  for (let room = 0; room < rooms; room += 1) {
    const place = newRoom(t, machine)
    const moments = Array.from({ length: killsPerRoom }, () => Math.floor(random() * items)).sort(
      (a, b) => a - b,
    )
    for (const moment of moments) {
      const done = await killAt(place, moment)
      if (done > 0 && done < items - 20) inTheMiddle += 1
      assertNothingWrong(place, `seed ${seed}, room ${room}, killed at ${moment}`)
    }
    const outcome = await recover(place, { plan, scanner })
    const where = `seed ${seed}, room ${room}, killed at ${moments.join()}`
    assert.equal(outcome.units[0]?.manifestDigest, expected.manifestDigest, where)
    assert.deepEqual(files(place), files(whole), where)
    assert.deepEqual(outcome.units[0]?.quarantined, expected.quarantined)
    assert.deepEqual((await verifyCleanRoom(place.cleanRoom, outcome.units[0] ?? expected)).problems, [])
    assert.deepEqual(readdirSync(place.cleanRoom).sort(), ['.anlauf-clean-room', '.lock', 'files1'])
    assert.deepEqual(readdirSync(join(place.cleanRoom, 'files1')).sort(), [
      '.lock',
      'files',
      'journal.ndjson',
      'manifest.ndjson',
    ])
    assert.ok(!readdirSync(place.quarantine).some((name) => name.endsWith('.part')))
  }
  assert.ok(inTheMiddle >= rooms, `${inTheMiddle} kills hit a run in the middle`)
})

const files = ({ cleanRoom }: Ground): Record<string, string> =>
  picture(join(cleanRoom, 'files1', 'files', 'files1'))

/** Every name stands for the whole file, from the first moment on; nothing infected lies anywhere in the clear. */
function assertNothingWrong(place: Ground, where: string): void {
  for (const [path, found] of Object.entries(files(place)))
    assert.equal(found, original[path], `${where}: ${path}`)
  for (const folder of [place.cleanRoom, place.quarantine]) {
    assert.ok(!holdsBytes(folder, dropper), `${where}: infected bytes in ${folder}`)
  }
}

/** Starts a run and kills it once so many items are done; resolves to how many were. */
async function killAt({ place, cleanRoom, quarantine }: Ground, moment: number): Promise<number> {
  const program = fileURLToPath(new URL('recovery-child.ts', import.meta.url))
  const child = spawn(process.execPath, [program, place, planFile, cleanRoom, quarantine], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  let done = 0
  for await (const line of createInterface(child.stdout)) {
    if (line === 'started' && moment > 0) continue
    done = line === 'started' ? 0 : Number(line)
    if (done >= moment) child.kill('SIGKILL')
  }
  const [code, signal] = (await gone) as [number | null, string | null]
  assert.ok(signal === 'SIGKILL' || code === 0, `the run ended by itself with ${code}`)
  return done
}

/** Mulberry32: the same moments in every run. */
function seeded(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
