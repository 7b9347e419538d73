import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { realFiles } from '../../packages/platform/src/phases/detect/real-files.fixture.ts'
import { mountedDisk } from './mounted-disk.fixture.ts'
import { randomLike, until } from './office.fixture.ts'

const main = fileURLToPath(new URL('../../packages/platform/src/main.ts', import.meta.url))

test('the alarm makes a mounted disk read-only, whoever writes; released, it is as it was', async (t) => {
  using disk = mountedDisk(t)
  if (disk === undefined) return
  const at = (...names: string[]): string => join(disk.root, ...names)
  for (const folder of ['a', 'b', 'c']) {
    mkdirSync(at(folder))
    for (const [name, bytes] of await realFiles(11)) writeFileSync(at(folder, name), bytes)
  }
  const home = mkdtempSync(join(tmpdir(), 'anlauf-read-only-'))
  const child = spawn(process.execPath, [main, 'detect', 'watch', disk.root, '--read-only', '--json'], {
    env: { ...process.env, ANLAUF_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let said = ''
  child.stdout.on('data', (bytes: Buffer) => void (said += bytes.toString()))
  try {
    assert.ok(await until(() => said.includes('"watching"'), 30_000), said)
    for (const name of ['notes.txt', 'app.log']) writeFileSync(at('a', name), randomLike(8_000))
    assert.ok(await until(() => isReadOnly(disk.root), 15_000), said)
    assert.throws(() => writeFileSync(at('b', 'notes.txt'), randomLike(8_000)), { code: 'EROFS' })
    assert.throws(() => unlinkSync(at('c', 'notes.txt')), { code: 'EROFS' })
    assert.match(readFileSync(at('b', 'notes.txt'), 'utf8'), /\w{3}/, 'what was not reached is whole')
    disk.remount('rw')
    writeFileSync(at('b', 'new.txt'), 'work goes on')
  } finally {
    child.kill('SIGTERM')
    await ended
  }
  const [chain = ''] = readdirSync(join(home, 'watch')).filter((name) => name.startsWith('evidence-'))
  assert.match(readFileSync(join(home, 'watch', chain), 'utf8'), /"outcome":"done","step":"read-only"/)
  rmSync(home, { recursive: true })
})

function isReadOnly(mountPoint: string): boolean {
  return readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .some(([, where, , how = '']) => where === mountPoint && how.split(',').includes('ro'))
}
