import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { refusal } from '../small-repository.fixture.ts'
import { compilePatterns } from './compile-patterns.ts'
import { lowerCase } from './lower-case.ts'

/** Pattern, paths it fits, paths it does not. What lies below a path that fits, fits too. */
const table: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['*.tmp', ['/a.tmp', '/x/y/a.tmp', '/.tmp', '/a.tmp/b'], ['/a.tmp2', '/atmp']],
  ['cache', ['/cache', '/x/cache', '/cache/x'], ['/cache2', '/mycache']],
  ['/cache', ['/cache', '/cache/x'], ['/x/cache']],
  ['cache/', ['/x/cache'], ['/x/cached']],
  ['./a//b/../c', ['/a/c', '/x/a/c'], ['/a/b']],
  ['x/*/z', ['/x/y/z', '/a/x/y/z'], ['/x/z', '/x/y/y/z']],
  ['/x/**/z', ['/x/z', '/x/y/z', '/x/y/y/z'], ['/a/x/z', '/x/zz', '/xz']],
  ['x/**', ['/x', '/a/x/y', '/x/y/z'], ['/xx', '/ax/y']],
  ['**/z', ['/z', '/x/z'], ['/xz']],
  ['**', ['/a', '/a/b'], []],
  // One more name is asked for than one would think: so it is in restic.
  ['/a/**/b/**/c', ['/a/b/x/c', '/a/x/b/x/c'], ['/a/b/c', '/a/x/b/c', '/a/b']],
  ['a?c', ['/abc', '/aüc', '/a🎉c', '/a\udcffc'], ['/ac', '/abbc', '/a/c']],
  ['[a-c]x', ['/ax', '/cx'], ['/dx', '/[a-c]x']],
  ['[^a]x', ['/bx'], ['/ax', '/x', '/y/x']],
  ['[!a]x', ['/!x', '/ax'], ['/bx']],
  ['[\\]\\-z]x', ['/]x', '/-x', '/zx'], ['/\\x', '/ax']],
  ['[[]x', ['/[x'], ['/x']],
  ['[z-a]x', [], ['/zx', '/ax', '/mx']],
  ['[^z-a]x', ['/zx', '/mx'], ['/x']],
  ['[🎈-🎊]', ['/🎉'], ['/🎋', '/\ud83c']],
  ['\\*x', ['/*x'], ['/ax', '/\\ax']],
  ['\\[a]', ['/[a]'], ['/a']],
  ['a]', ['/a]'], ['/a']],
  ['a.b+(c)|d^$', ['/a.b+(c)|d^$'], ['/aXb+(c)|d^$', '/d^$']],
  ['with space\n', ['/with space\n'], ['/with space']],
  ['', [], ['/', '/a']],
  ['/', ['/a', '/a/b'], []],
]

for (const [pattern, fits, fitsNot] of table) {
  test(`the pattern ${JSON.stringify(pattern)} fits what restic's fits`, () => {
    const patterns = compilePatterns([pattern])
    for (const path of fits) assert.equal(patterns.matches(path), true, path)
    for (const path of fitsNot) assert.equal(patterns.matches(path), false, path)
  })
}

test('a later pattern with "!" takes back, a later one without it takes again', () => {
  const patterns = compilePatterns(['*.a', '!keep.*', 'keep.a.a'])
  assert.deepEqual(
    ['/x.a', '/keep.a', '/d/keep.a', '/keep.a.a', '/x.b'].map((path) => patterns.matches(path)),
    [true, false, false, true, false],
  )
  assert.equal(compilePatterns(['!a', 'a']).matches('/a'), true)
  assert.equal(compilePatterns(['!a']).matches('/b'), false)
})

test('a directory is reached when something below it can match', () => {
  const reached = (pattern: string, path: string): boolean => compilePatterns([pattern]).reaches(path)
  assert.deepEqual(
    ['/a', '/a/b', '/a/b/c', '/a/b/c/d', '/x', '/a/x'].map((path) => reached('/a/b/c', path)),
    [true, true, true, true, false, false],
  )
  assert.equal(reached('c', '/anything/at/all'), true)
  assert.deepEqual(
    ['/a', '/a/x/y', '/b'].map((path) => reached('/a/**/c', path)),
    [true, true, false],
  )
  assert.deepEqual(
    ['/a', '/a/x', '/ab'].map((path) => reached('/a*/x', path)),
    [true, true, true],
  )
  assert.equal(compilePatterns([]).reaches('/a'), false)
})

test('whatever matches, every directory above it is reached', () => {
  const name = fc.constantFrom('a', 'b', 'ab', 'c')
  const pattern = fc
    .tuple(
      fc.constantFrom('', '/'),
      fc.array(fc.oneof(name, fc.constantFrom('*', '**', '?')), { minLength: 1, maxLength: 5 }),
    )
    .map(([start, names]) => start + names.join('/'))
  fc.assert(
    fc.property(pattern, fc.array(name, { minLength: 1, maxLength: 5 }), (text, names) => {
      const patterns = compilePatterns([text])
      fc.pre(patterns.matches(`/${names.join('/')}`))
      for (let depth = 1; depth < names.length; depth += 1) {
        assert.ok(patterns.reaches(`/${names.slice(0, depth).join('/')}`), text)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('without case: patterns and paths alike, as Go lowers them', () => {
  const patterns = compilePatterns(['*.JPG', '/Straße/[A-C]'], { ignoreCase: true })
  assert.deepEqual(
    ['/x.jpg', '/X.JpG', '/STRAßE/b', '/x.png'].map((path) => patterns.matches(path)),
    [true, true, true, false],
  )
  assert.equal(lowerCase('ÀÉ ΣΑΣ İ ǅ K'), 'àé σασ i ǆ k')
  assert.equal(lowerCase('A\udcffÄ'), 'a\ufffdä')
})

test('a malformed pattern is refused when it is named, not in the middle of a backup', () => {
  for (const pattern of [
    '[',
    '[a',
    '[]',
    '[]a]',
    '[-]',
    '[a-]',
    '[^]',
    '[^]a]',
    'a\\',
    '[a\\',
    'x/[/y',
    '![',
  ])
    assert.throws(() => compilePatterns(['ok', pattern]), refusal('invalid-argument'), pattern)
})

test('any text is compiled or refused, and nothing throws later', () => {
  const piece = fc.constantFrom(...Array.from('ab*?[]^-!\\/.{}()|+$ü🎉\udcff'))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.array(piece, { maxLength: 12 }), (pattern, path) => {
      let patterns
      try {
        patterns = compilePatterns([pattern.join('')])
      } catch (error) {
        return refusal('invalid-argument')(error)
      }
      patterns.matches(`/${path.join('')}`)
      patterns.reaches(`/${path.join('')}`)
      return true
    }),
    { numRuns: 5_000 },
  )
})
