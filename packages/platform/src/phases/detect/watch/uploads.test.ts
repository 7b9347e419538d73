import assert from 'node:assert/strict'
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync, writeSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { openForWriting } from './open-for-writing.ts'
import { uploads } from './uploads.ts'

test('what is open for writing is not finished, until two seconds after the last write, and for sixteen files', () => {
  let nowMs = 0
  const all = uploads(
    (paths) => paths,
    () => nowMs,
  )
  const file = (path: string, changedNs: bigint) => ({ path, changedNs })
  assert.deepEqual([...all.unfinished([file('a', 1n), file('b', 1n)])], ['a', 'b'])
  nowMs = 1_999
  assert.deepEqual([...all.unfinished([file('a', 1n), file('b', 2n)])], ['a', 'b'])
  nowMs = 2_001
  assert.deepEqual([...all.unfinished([file('a', 1n), file('b', 2n)])], ['b'], 'nothing was written into a')
  const many = Array.from({ length: 15 }, (_, place) => file(`f${place}`, 1n))
  assert.equal(all.unfinished(many).size, 0, 'nobody uploads seventeen at once')
  nowMs = 12_002
  assert.equal(all.unfinished([file('a', 3n)]).size, 1)
})

test('who is open for writing in another program is found, who reads or has closed is not', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'anlauf-open-')))
  const [written, read] = [join(folder, 'written'), join(folder, 'read')]
  for (const path of [written, read]) {
    const file = openSync(path, 'w')
    writeSync(file, 'x')
    closeSync(file)
  }
  const holder = spawn(
    process.execPath,
    [
      '-e',
      `const fs=require('fs');fs.openSync(process.argv[1],'r+');fs.openSync(process.argv[2],'r');process.stdout.write('x');setInterval(()=>{},1e3)`,
      written,
      read,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = once(holder, 'exit')
  try {
    await once(holder.stdout, 'data')
    const paths = new Set([written, read])
    // No time is spent: a machine with many processes must not run out of it here.
    assert.deepEqual([...openForWriting(paths, () => 0)], [written])
    holder.kill('SIGKILL')
    await ended
    assert.deepEqual([...openForWriting(paths, () => 0)], [])
  } finally {
    holder.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true })
  }
})
