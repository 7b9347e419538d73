import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { importLoops } from './import-loops.ts'
import { type Room, rooms, testPackages } from './import-table.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const files = trackedFiles().filter((file) => /\.tsx?$/.test(file) && !file.includes('kernel/assembly'))

test('every import is in the import table', () => {
  const offences = files.flatMap((file) => importsOf(file).flatMap((found) => offence(file, found)))
  assert.deepEqual(offences, [])
})

test('the import table refuses what it does not list', () => {
  const file = 'packages/platform/src/core/estate/parse.ts'
  const forbidden = (specifier: string) => offence(file, { specifier, line: 1 }).length > 0
  assert.ok(forbidden('node:fs'), 'core does no I/O')
  assert.ok(forbidden('pg'), 'core knows no database')
  assert.ok(forbidden('../../phases/detect/index.ts'), 'core knows no phase')
  assert.ok(!forbidden('../failure.ts'))
  assert.ok(
    offence('packages/platform/src/phases/detect/x.ts', { specifier: '../recover/index.ts', line: 1 })
      .length > 0,
    'an earlier phase does not know a later one',
  )
  assert.ok(
    offence('packages/platform/src/phases/recover/x.ts', { specifier: '../detect/verdict.ts', line: 1 })
      .length > 0,
    'another phase is entered through its door',
  )
  const api = { specifier: '../../../platform/src/doors/api/index.ts', line: 1 }
  const shapes = 'packages/console/src/api/shapes.ts'
  assert.ok(offence(shapes, api).length > 0, 'the console takes no code of the server')
  assert.deepEqual(offence(shapes, { ...api, isType: true }), [], 'its types it may')
})

test('no file reaches itself through its imports, types included', () => {
  const graph = new Map(
    files.map((file) => [file, importsOf(file).flatMap(({ specifier }) => importedFile(file, specifier))]),
  )
  assert.ok(
    [...graph.values()].flat().length > files.length,
    'imports are found: without any there would be no loop either',
  )
  // What two files share lies below both: move it into a file of its own, named after the thing.
  assert.deepEqual(
    importLoops(graph).map((loop) => loop.join(' → ')),
    [],
  )
})

test('a loop of imports is found and named once, by its shortest way', () => {
  const graph = new Map([
    ['a', ['b', 'c']],
    ['b', ['c']],
    ['c', ['d', 'e']],
    ['d', ['a', 'e']],
    ['e', []],
    ['self', ['self']],
  ])
  assert.deepEqual(importLoops(graph), [
    ['a', 'c', 'd', 'a'],
    ['self', 'self'],
  ])
  assert.deepEqual(importLoops(new Map(graph).set('d', ['e']).set('self', [])), [])
})

test('no file has more than 400 lines, the median stays near 80', () => {
  const lengths = files
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
    .sort((a, b) => a.lines - b.lines)
  assert.deepEqual(
    lengths.filter(({ lines }) => lines > 400),
    [],
  )
  const median = lengths[Math.floor(lengths.length / 2)]?.lines ?? 0
  assert.ok(median <= 130, `median file length is ${median} lines`)
  const long = lengths.filter(({ lines }) => lines > 250).length / lengths.length
  assert.ok(long <= 0.15, `${Math.round(long * 100)} % of the files have more than 250 lines`)
})

test('no file name says nothing', () => {
  const empty = /(^|\/)(utils?|helpers?|types|common|misc|managers?|services?)\.ts$/
  assert.deepEqual(
    files.filter((file) => empty.test(file)),
    [],
  )
})

interface FoundImport {
  readonly specifier: string
  readonly line: number
  readonly isType?: boolean
}

function trackedFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', 'packages', 'test'], {
    cwd: root,
    encoding: 'utf8',
  })
  return listed.split('\n').filter((file) => file !== '')
}

function importsOf(file: string): FoundImport[] {
  const text = readFileSync(join(root, file), 'utf8')
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g
  return [...text.matchAll(pattern)].map((match) => ({
    specifier: match[1] ?? match[2] ?? match[3] ?? '',
    line: text.slice(0, match.index + match[0].length).split('\n').length,
    isType: /^\s*(?:import|export)\s+type\b/.test(match[0]),
  }))
}

/** The file behind an import, where it is one of ours. */
function importedFile(file: string, specifier: string): string[] {
  if (specifier === '@anlauf/repository') return ['packages/repository/src/index.ts']
  return specifier.startsWith('.') ? [normalize(join(dirname(file), specifier))] : []
}

function offence(file: string, found: FoundImport): string[] {
  const room = rooms.find(({ folder }) => inside(file, folder))
  if (room === undefined) return [`${file}: no room in the import table`]
  const allowed = found.specifier.startsWith('.')
    ? mayImportFile(room, file, { ...found, target: normalize(join(dirname(file), found.specifier)) })
    : mayImportPackage(room, file, found.specifier)
  return allowed ? [] : [`${file}:${found.line} imports ${found.specifier}`]
}

function mayImportFile(
  room: Room,
  file: string,
  { target, isType = false }: { readonly target: string; readonly isType?: boolean },
): boolean {
  if (inside(target, room.folder) || isTest(file)) return true
  if (isType && room.mayImportTypes?.some((folder) => target === `${folder}/index.ts`) === true) return true
  return room.mayImport.some((allowed) => {
    if (allowed.endsWith('/**')) return inside(target, allowed.slice(0, -3))
    if (allowed.endsWith('/*')) return dirname(target) === allowed.slice(0, -2)
    return target === `${allowed}/index.ts`
  })
}

function mayImportPackage(room: Room, file: string, specifier: string): boolean {
  const allowed = isTest(file) ? [...room.packages, ...testPackages] : room.packages
  return allowed.some((name) => (name === 'node:*' ? specifier.startsWith('node:') : specifier === name))
}

/** Fixtures make what tests need and are imported by nothing else. */
function isTest(file: string): boolean {
  return file.endsWith('.test.ts') || file.endsWith('.fixture.ts')
}

function inside(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`)
}
