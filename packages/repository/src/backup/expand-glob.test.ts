import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { encodeName } from '../name.ts'
import { refusal, temporaryFolder } from '../small-repository.fixture.ts'
import { expandGlob } from './expand-glob.ts'

test('a glob finds what Go finds: one directory a star, hidden names, stray bytes, sorted', (t) => {
  const root = temporaryFolder(t)
  for (const file of ['a/x.txt', 'b/x.txt', 'b/.hidden', 'b/deep/x.txt', 'c', 'star*', 'b/\udcff']) {
    mkdirSync(encodeName(join(root, file, '..')), { recursive: true })
    writeFileSync(encodeName(join(root, file)), '')
  }
  const found = (pattern: string): string[] =>
    expandGlob(`${root}/${pattern}`).map((path) => path.slice(root.length + 1))
  assert.deepEqual(found('*'), ['a', 'b', 'c', 'star*'])
  assert.deepEqual(found('*/x.txt'), ['a/x.txt', 'b/x.txt'])
  assert.deepEqual(found('b/*'), ['b/.hidden', 'b/deep', 'b/x.txt', 'b/\udcff'])
  assert.deepEqual(found('[^a]/?*'), ['b/.hidden', 'b/deep', 'b/x.txt', 'b/\udcff'])
  assert.deepEqual(found('star\\*'), ['star*'])
  assert.deepEqual(found('c'), ['c'])
  assert.deepEqual([found('none'), found('none/*'), found('c/*')], [[], [], []])
  assert.throws(() => found('none/[a'), refusal('invalid-argument'))
  assert.ok(expandGlob('*').every((path) => !path.includes('/')))
})
