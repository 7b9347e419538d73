import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { isAppendedTo, lookAt } from './look.ts'

function inFolder(work: (path: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-look-'))
  try {
    work(join(folder, 'file'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('a file that grew is told from one that was rewritten, whatever its size', () => {
  inFolder((path) => {
    for (const size of [1, 100, 1023, 1024, 1025, 3001, 7168, 7169, 50_001]) {
      writeFileSync(path, randomBytes(size))
      const before = lookAt(path)
      assert.ok(before)
      appendFileSync(path, randomBytes(700))
      assert.ok(isAppendedTo(path, before), `${size} appended`)
      writeFileSync(path, randomBytes(size + 700))
      assert.ok(!isAppendedTo(path, before), `${size} rewritten`)
    }
  })
})

test('UTF-16 is text, stripes of noise in a text are noisy blocks', () => {
  inFolder((path) => {
    writeFileSync(path, `\ufeff${'Grüße aus Łódź, bis bald. '.repeat(600)}`, 'utf16le')
    assert.deepEqual([lookAt(path)?.type, lookAt(path)?.noisy], ['text', 0])
    const text = Buffer.from('Grüße aus Łódź, до скорого, またね. '.repeat(600))
    writeFileSync(path, text)
    assert.ok((lookAt(path)?.noisy ?? 99) <= 2, 'letters are cut at the edges of windows only')
    for (let at = 0; at + 16 <= text.length; at += 32) text.set(randomBytes(16), at)
    writeFileSync(path, text)
    assert.ok((lookAt(path)?.noisy ?? 0) > 100)
  })
})
