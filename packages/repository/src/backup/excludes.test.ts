import assert from 'node:assert/strict'
import { test } from 'node:test'

import { refusal } from '../small-repository.fixture.ts'
import { compileExcludes } from './excludes.ts'

/** Pattern, paths it fits, paths it does not. */
const table: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['*.tmp', ['/a.tmp', '/x/y/a.tmp', '/.tmp'], ['/a.tmp2', '/a.tmp/b', '/atmp']],
  ['cache', ['/cache', '/x/cache'], ['/cache2', '/mycache', '/cache/x']],
  ['/cache', ['/cache'], ['/x/cache']],
  ['cache/', ['/x/cache'], ['/x/cached']],
  ['x/*/z', ['/x/y/z', '/a/x/y/z'], ['/x/z', '/x/y/y/z']],
  ['/x/**/z', ['/x/z', '/x/y/z', '/x/y/y/z'], ['/a/x/z', '/x/zz', '/xz']],
  ['x/**', ['/x', '/a/x/y', '/x/y/z'], ['/xx', '/ax/y']],
  ['**/z', ['/z', '/x/z'], ['/xz']],
  ['a?c', ['/abc', '/aüc', '/a🎉c', '/a\udcffc'], ['/ac', '/abbc', '/a/c']],
  ['[a-c]x', ['/ax', '/cx'], ['/dx', '/[a-c]x']],
  ['[^a]x', ['/bx'], ['/ax', '/x', '/y/x']],
  ['[!a]x', ['/bx'], ['/ax']],
  ['[[]x', ['/[x'], ['/x']],
  ['[x', ['/[x'], ['/x']],
  ['\\*x', ['/*x'], ['/ax', '/\\ax']],
  ['\\[a]', ['/[a]'], ['/a']],
  ['a.b+(c)|d^$', ['/a.b+(c)|d^$'], ['/aXb+(c)|d^$', '/d^$']],
  ['with space\n', ['/with space\n'], ['/with space']],
  ['', [], ['/', '/a']],
  ['/', [], ['/a']],
]

for (const [pattern, fits, fitsNot] of table) {
  test(`the pattern ${JSON.stringify(pattern)} fits what restic's fits`, () => {
    const isExcluded = compileExcludes([pattern])
    for (const path of fits) assert.equal(isExcluded(path), true, path)
    for (const path of fitsNot) assert.equal(isExcluded(path), false, path)
  })
}

test('one of several patterns is enough', () => {
  const isExcluded = compileExcludes(['*.a', '*.b'])
  assert.deepEqual(['/x.a', '/x.b', '/x.c'].map(isExcluded), [true, true, false])
})

test('a class that is none is refused when it is named, not in the middle of a backup', () => {
  assert.throws(() => compileExcludes(['ok', '[z-a]']), refusal('invalid-argument', /\[z-a\]/))
})
