import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { boardVersion } from './board-version.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-board-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('a board of other code is computed anew, whichever part of it changed', () => {
  // Boards hold what is said to the public too: its rules were forgotten once.
  for (const part of ['case', 'updates', 'estate']) {
    mkdirSync(join(folder, part))
    writeFileSync(join(folder, part, 'rule.ts'), 'one')
  }
  const before = boardVersion(folder)
  assert.equal(boardVersion(folder), before)
  writeFileSync(join(folder, 'updates', 'rule.ts'), 'another')
  const changed = boardVersion(folder)
  assert.notEqual(changed, before)
  writeFileSync(join(folder, 'updates', 'rule.test.ts'), 'a test')
  assert.equal(boardVersion(folder), changed)
  assert.match(boardVersion(), /^[0-9a-f]{64}$/)
})
