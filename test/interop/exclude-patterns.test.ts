import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { backup, type BackupOptions, initRepository, localStorage } from '@anlauf/repository'
import fc from 'fast-check'

import { needProgram } from '../debian.ts'
import { password, restic } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-patterns-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const source = join(folder, 'source')
const names = ['a', 'b', 'A', 'ab', 'a.txt', 'B.TXT', '[a]', 'a*', 'ü', 'Ü🎉', 'a b', '-', '\\']

/** Three levels of every name, and at the bottom files and links. */
function makeTree(): void {
  const visit = (at: string, depth: number): void => {
    mkdirSync(at)
    for (const [number, name] of names.entries()) {
      const path = join(at, name)
      if (depth < 3 && number % (depth + 1) === 0) visit(path, depth + 1)
      else if (number % 5 === 4) symlinkSync('nowhere', path)
      else writeFileSync(path, 'x'.repeat(number * 100))
    }
  }
  visit(source, 1)
  writeFileSync(join(source, 'a', '.mark'), 'header and more')
  writeFileSync(join(source, 'a', 'a', 'CACHEDIR.TAG'), 'Signature: 8a477f597d28d172789f06886806bc55')
}

const place = join(folder, 'repository')
// Passwords for tests need no half second of scrypt, and stock restic takes the cost from the key file.
const ready = initRepository(localStorage(place), { password, kdf: { N: 1024, r: 8, p: 1 } })
makeTree()

/** What stock restic lists in a snapshot, without the program's own lines. */
const listed = (id: string): string[] =>
  restic(place, 'ls', '--json', id)
    .split('\n')
    .flatMap((line) => (line.includes('"path":') ? [(JSON.parse(line) as { path: string }).path] : []))

async function sameAsRestic(options: Partial<BackupOptions>, flags: readonly string[]): Promise<string[]> {
  const repository = await ready
  const { snapshot } = await backup(repository, { paths: [source], ...options })
  assert.ok(snapshot)
  const theirs = /snapshot ([0-9a-f]+) saved/.exec(restic(place, 'backup', '--force', ...flags, source))?.[1]
  assert.ok(theirs)
  const found = listed(snapshot.id)
  assert.deepEqual(found, listed(theirs), JSON.stringify(options))
  return found
}

const excluding = (flag: string, patterns: readonly string[]): string[] =>
  patterns.map((pattern) => `--${flag}=${pattern}`)

test('the corpus of patterns leaves out what stock restic leaves out', { skip }, async () => {
  const everything = await sameAsRestic({}, [])
  assert.ok(everything.length > 200, `${everything.length} entries`)
  const lists = [
    ['*.txt'],
    ['/'],
    [`${source}/a/**/b`],
    [`${source}/**/a/**/b`],
    ['**/a.txt'],
    ['a/**'],
    ['a/b', '!a/b/a'],
    ['a/*', '!a/a', 'a/a/b'],
    ['[a-b]', '[^a]?'],
    ['[!a]b'],
    ['\\[a\\]', 'a\\*'],
    ['[z-a]', '\\\\'],
    ['./b/../ab/', ' '],
    ['?', '!??'],
    ['source/a/*/*'],
  ]
  for (const excludes of lists) {
    await sameAsRestic({ excludes }, excluding('exclude', excludes))
  }
})

test('marks and sizes leave out what stock restic leaves out', { skip }, async () => {
  const all = await sameAsRestic({}, [])
  const marked = await sameAsRestic({ excludeIfPresent: ['.mark'] }, ['--exclude-if-present', '.mark'])
  await sameAsRestic({ excludeIfPresent: ['.mark:other'] }, ['--exclude-if-present', '.mark:other'])
  const cached = await sameAsRestic({ excludeCaches: true }, ['--exclude-caches'])
  const small = await sameAsRestic({ excludeLargerThan: 300 }, ['--exclude-larger-than', '300'])
  for (const found of [marked, cached, small]) assert.ok(found.length < all.length)
})

test('random patterns leave out what stock restic leaves out', { skip }, async () => {
  const name = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(...names, 'source').map((text) => text.replace(/[\\[*]/g, '\\$&')),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom('*', '**', '?', 'a*', '*b', '[ab]', '[^a]', '*.*', '..', '.', ''),
    },
  )
  const pattern = fc
    .tuple(
      fc.constantFrom('', '', '!'),
      fc.constantFrom('', '', `${source}/`, '/**/'),
      fc.array(name, { minLength: 1, maxLength: 4 }),
    )
    .map(([not, start, parts]) => not + start + parts.join('/'))
  const patterns = fc.array(pattern, { maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(patterns, patterns, async (excludes, insensitiveExcludes) => {
      await sameAsRestic({ excludes, insensitiveExcludes }, [
        ...excluding('exclude', excludes),
        ...excluding('iexclude', insensitiveExcludes),
      ])
    }),
    { numRuns: 20 },
  )
})
