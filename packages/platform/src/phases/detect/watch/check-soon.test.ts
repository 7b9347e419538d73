import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

import { checkSoon } from './check-soon.ts'
import { type Look, lookAt } from './look.ts'

test('five documents that are empty at the same time were wiped; four may be filled again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-check-'))
  try {
    const broken: string[] = []
    using checks = checkSoon(({ path, state, why }) => broken.push(`${path.slice(-1)} ${state} ${why}`), {
      seesWriters: true,
    })
    for (let file = 0; file < 5; file += 1) {
      const path = join(folder, String(file))
      writeFileSync(path, gzipSync('a document'))
      const before = lookAt(path) as Look
      writeFileSync(path, '')
      assert.deepEqual(broken, [])
      checks.shrank(path)
      checks.ask(path, before, lookAt(path) as Look)
      // Seen again, it is still one file.
      checks.ask(path, before, lookAt(path) as Look)
    }
    assert.deepEqual(
      broken,
      [0, 1, 2, 3, 4].map((file) => `${file} broken a gzip was emptied`),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})
