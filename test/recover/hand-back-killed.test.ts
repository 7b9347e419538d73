import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { evidenceLog, openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
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
  wordScanner,
  write,
} from '../../packages/platform/src/phases/recover/recovery.fixture.ts'
import { releaseUnit } from '../../packages/platform/src/phases/release/index.ts'

const unit = 'files1'
const place = await ground({ after })
write(place, Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`d${at % 3}/${at}`, `file ${at}`])))
await snapshot(place)
const plan = await planAll(place)
const scanner = wordScanner()
const { cleanRoom } = place
const outcome = await recover(place, { plan, scanner })
const home = mkdtempSync(join(tmpdir(), 'anlauf-hand-back-'))
const database = await openDatabase({ home })
after(async () => {
  await database[Symbol.asyncDispose]()
  rmSync(home, { recursive: true, force: true })
})
const log = evidenceLog(database)
const session = await declaredCase(log, [unit])
await recordRun(session, plan, outcome, { cleanRoom, scanner })
await approve(session, unit)
const released = join(place.folder, 'released')
const manifestFile = outcome.units[0]?.manifestFile ?? ''
await releaseUnit({ session, unit, cleanRoom, manifestFile, ruleSetDigest: 'rules-1', target: released, by })

/** One hand-back in its own process; what ended it. */
async function run(moment: string, form: string, target: string): Promise<unknown[]> {
  const program = fileURLToPath(new URL('hand-back-child.ts', import.meta.url))
  const repository = { password: 'of the tenant', kdf: { N: 1024, r: 8, p: 1 } }
  const options = { unit, manifestFile, plan: plan.units[0], released, target, form, repository }
  const child = spawn(process.execPath, [program, moment, home, JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'ignore'],
  })
  return await once(child, 'exit')
}

async function handBacks(): Promise<number> {
  const entries = await Array.fromAsync(log.read(caseId))
  return entries.filter(({ kind }) => kind === 'unit.handedBack').length
}

for (const form of ['files', 'repository']) {
  test(`as ${form}: killed at any moment the tenant sees nothing half, and the same call completes`, async () => {
    for (const [moment, events] of [
      ['copy', 1],
      ['event', 2],
    ] as const) {
      const target = join(place.folder, `${form}-${moment}`)
      const before = await handBacks()
      assert.deepEqual(await run(moment, form, target), [null, 'SIGKILL'])
      assert.deepEqual(readdirSync(target), ['.outgoing'], 'nothing that a tenant could see')
      assert.deepEqual(await run('never', form, target), [0, null])
      assert.deepEqual(readdirSync(target), [unit])
      assert.equal((await handBacks()) - before, events)
      if (form === 'files')
        assert.deepEqual(picture(join(target, unit, 'files')), picture(join(released, unit, 'files')))
      else assert.ok(existsSync(join(target, unit, 'repository/config')))
    }
    const target = join(place.folder, `${form}-folder`)
    assert.deepEqual(await run('folder', form, target), [null, 'SIGKILL'])
    const before = picture(join(target, unit))
    assert.deepEqual(await run('never', form, target), [1, null], 'nothing to do')
    assert.deepEqual(picture(join(target, unit)), before)
  })
}
