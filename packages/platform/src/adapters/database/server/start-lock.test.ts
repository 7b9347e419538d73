import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { startLock } from './start-lock.ts'

const home = await mkdtemp(join(tmpdir(), 'anlauf-lock-'))
after(() => rm(home, { recursive: true }))

test('only one holds it; the next waits, and gives up with a reason', async () => {
  {
    using _held = await startLock(home)
    await assert.rejects(startLock(home, { waitMs: 50 }), { code: 'database-failed', retry: 'later' })
  }
  using _again = await startLock(home, { waitMs: 0 })
})

test('a process that is killed gives it back', async () => {
  const program = `
    import { startLock } from ${JSON.stringify(new URL('./start-lock.ts', import.meta.url).href)}
    const held = await startLock(${JSON.stringify(home)})
    process.stdout.write('held')
    setTimeout(() => held[Symbol.dispose](), 60_000)
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', program])
  await once(child.stdout, 'data')
  await assert.rejects(startLock(home, { waitMs: 0 }), { code: 'database-failed' })
  child.kill('SIGKILL')
  await once(child, 'exit')
  using _free = await startLock(home, { waitMs: 1000 })
})
