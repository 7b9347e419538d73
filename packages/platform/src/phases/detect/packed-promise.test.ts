import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

import JSZip from 'jszip'

import { full, lock } from '../../drill/attack/some-modes.fixture.ts'
import { judgeChange } from './judge.ts'
import { judgeFirst } from './judge-first.ts'
import { realFiles } from './real-files.fixture.ts'
import { defaultThresholds } from './thresholds.ts'

const files = await realFiles(33)

const first = (path: string, bytes: Buffer): string =>
  judgeFirst({ path, bytes, complete: true }, defaultThresholds).verdict

function became(oldPath: string, before: Buffer, path: string, after: Buffer): string {
  const name = { unseenEnding: false, massRenamed: false }
  return judgeChange({ path, oldPath, before, after, complete: true, ...name }, defaultThresholds).verdict
}

async function zipOf(name: string, bytes: Buffer): Promise<Buffer> {
  const zip = new JSZip()
  zip.file(name, bytes)
  return zip.generateAsync({ type: 'nodebuffer' })
}

test('packages that nobody saw before hold what their names promise, or are not clean', async () => {
  for (const [name, plain] of files) {
    if (name.endsWith('.gz')) continue
    const locked = lock(full, plain, name)
    assert.equal(first(`${name}.gz`, gzipSync(plain)), 'clean', name)
    assert.equal(first('all.zip', await zipOf(name, plain)), 'clean', name)
    if (name === 'dump.zst') continue
    assert.notEqual(first(`${name}.gz`, gzipSync(locked)), 'clean', `${name} locked`)
    assert.notEqual(first('all.zip', await zipOf(name, locked)), 'clean', `${name} locked`)
  }
})

test('a small file packed as it was is clean; packed as anything else it is not, however small', async () => {
  const note = Buffer.from('a few words for whoever comes next, and who to ask\n')
  assert.equal(became('note.txt', note, 'note.txt.gz', gzipSync(note)), 'clean')
  assert.notEqual(became('note.txt', note, 'note.txt.gz', gzipSync(lock(full, note, 'n'))), 'clean')
  assert.notEqual(
    became('note.txt', note, 'note.txt.zip', await zipOf('note.txt', lock(full, note, 'n'))),
    'clean',
  )
})

test('a package of noise under names that promise nothing is not clean, a key among documents is', async () => {
  const noise = lock(full, Buffer.alloc(9000), 'noise')
  assert.equal(first('data.gz', gzipSync(noise)), 'unknown')
  assert.equal(first('all.zip', await zipOf('data', noise)), 'unknown')
  const zip = new JSZip()
  zip
    .file('key', noise.subarray(0, 2000))
    .file('notes.txt', 'what everybody knows, and some more\n'.repeat(900))
  assert.equal(first('all.zip', await zip.generateAsync({ type: 'nodebuffer' })), 'clean')
})
