import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { evidenceLog, openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import { startYaraScanner } from '../../packages/platform/src/adapters/scanners/index.ts'
import { openCase } from '../../packages/platform/src/core/case/index.ts'
import { entryLine, verifyEntries } from '../../packages/platform/src/core/evidence/index.ts'
import {
  approve,
  by,
  caseId,
  declaredCase,
  recordRun,
} from '../../packages/platform/src/phases/recover/case.fixture.ts'
import {
  ground,
  picture,
  planAll,
  recover,
  snapshot,
  write,
} from '../../packages/platform/src/phases/recover/recovery.fixture.ts'
import { releaseUnit } from '../../packages/platform/src/phases/release/index.ts'
import { rules } from './bundled-rules.ts'

const place = await ground({ after })
write(place, Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`d${at % 3}/${at}`, `file ${at}`])))
symlinkSync('0', join(place.machine, 'd0/link'))
await snapshot(place)
const units = ['copy', 'event', 'folder']
// Every unit holds the same files: a plan's unit is a name.
const whole = await planAll(place)
const plan = { ...whole, units: units.flatMap((unit) => whole.units.map((one) => ({ ...one, unit }))) }

const scanner = await startYaraScanner({ rules: [rules], processes: 1 })
after(() => scanner.close())
const { cleanRoom } = place
const outcome = await recover(place, { plan, scanner })
const target = join(place.folder, 'released')

const home = mkdtempSync(join(tmpdir(), 'anlauf-recover-home-'))
const database = await openDatabase({ home })
after(async () => {
  await database[Symbol.asyncDispose]()
  rmSync(home, { recursive: true, force: true })
})
const log = evidenceLog(database)
const session = await declaredCase(log, units)
await recordRun(session, plan, outcome, { cleanRoom, scanner })
for (const unit of units) await approve(session, unit)

const optionsOf = (unit: string) => ({
  unit,
  cleanRoom,
  manifestFile: outcome.units.find((one) => one.unit === unit)?.manifestFile ?? '',
  ruleSetDigest: scanner.describe().ruleSetDigest,
  target,
})

/** Releases a unit in a process that kills itself at its moment. */
async function killedAt(unit: string): Promise<void> {
  const program = fileURLToPath(new URL('release-child.ts', import.meta.url))
  const child = spawn(process.execPath, [program, unit, home, JSON.stringify(optionsOf(unit))], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL'])
}

/** How often the log released a unit; the chain is whole. */
async function releasesOf(unit: string): Promise<number> {
  const entries = await Array.fromAsync(log.read(caseId))
  async function* lines(): AsyncGenerator<string> {
    for (const entry of entries) yield entryLine(entry)
  }
  assert.deepEqual((await verifyEntries(lines())).problems, [])
  return entries.filter((entry) => entry.kind === 'unit.released' && entry.object === unit).length
}

const release = async (unit: string) =>
  releaseUnit({ ...optionsOf(unit), session: await openCase(log, caseId), by })
const files = (folder: string, unit: string) => picture(join(folder, unit, 'files'))

test('killed while copying: no event, nothing to see; the next call releases once', async () => {
  await killedAt('copy')
  assert.equal(await releasesOf('copy'), 0)
  assert.deepEqual(readdirSync(target), ['.incoming'])
  assert.equal(statSync(join(target, '.incoming')).mode & 0o777, 0o700, 'and nobody else looks into it')
  await release('copy')
  assert.deepEqual(files(target, 'copy'), files(cleanRoom, 'copy'))
  assert.deepEqual(readdirSync(target), ['copy'])
  assert.equal(await releasesOf('copy'), 1)
})

test('killed between event and folder: the log says so, the next call asks again and completes', async () => {
  await killedAt('event')
  assert.equal(await releasesOf('event'), 1)
  assert.ok(!existsSync(join(target, 'event')))
  await release('event')
  assert.deepEqual(files(target, 'event'), files(cleanRoom, 'event'))
  assert.equal(await releasesOf('event'), 2, 'an event stands before every folder')
})

test('killed once the folder is there: the next call finds nothing to do and changes nothing', async () => {
  await killedAt('folder')
  assert.equal(await releasesOf('folder'), 1)
  const before = files(target, 'folder')
  assert.deepEqual(before, files(cleanRoom, 'folder'))
  await assert.rejects(release('folder'), { code: 'nothing-to-do' })
  assert.deepEqual(files(target, 'folder'), before)
  assert.deepEqual(readdirSync(target).sort(), ['copy', 'event', 'folder'])
})
