import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { lockFolder } from './folder-lock.ts'

test('a lock into which somebody wrote is named, and removing it lets the command go on', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-lock-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, '.lock')
  const foreign = { code: 'write-failed', hint: new RegExp(`wrote into ${file} .* remove it`) }
  for (const put of [() => writeFileSync(file, 'not ours'), () => symlinkSync('/nowhere', file)]) {
    put()
    assert.throws(() => lockFolder(folder), foreign)
    rmSync(file)
  }
  {
    using _lock = lockFolder(folder)
    assert.throws(() => lockFolder(folder), { code: 'unsafe-target' })
  }
  lockFolder(folder)[Symbol.dispose]()
})
