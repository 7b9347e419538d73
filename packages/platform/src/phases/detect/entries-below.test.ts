import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { entriesBelow } from './entries-below.ts'

const root = mkdtempSync(join(tmpdir(), 'entries-below-'))
after(() => rmSync(root, { recursive: true, force: true }))

test('files and folders in the order of names; links, also those in circles, are not followed', () => {
  mkdirSync(join(root, 'b', 'deep'), { recursive: true })
  mkdirSync(join(root, '.hidden'))
  for (const file of ['a', 'b/deep/x', 'b/y', 'c', '.hidden/z']) writeFileSync(join(root, file), file)
  for (const link of ['self', 'again', 'b/up', 'b/deep/up']) symlinkSync('..', join(root, link))
  symlinkSync('.', join(root, 'here'))
  symlinkSync('a', join(root, 'file-link'))
  const names = [...entriesBelow(root)].map(({ path, kind }) => `${path.slice(root.length + 1)} ${kind}`)
  assert.deepEqual(names, [
    '.hidden folder',
    '.hidden/z file',
    'a file',
    'b folder',
    'b/deep folder',
    'b/deep/x file',
    'b/y file',
    'c file',
  ])
})

test('a folder that is not entered is not named, and nothing in it', () => {
  const kept = [...entriesBelow(root, (name) => !name.startsWith('.'))].map(({ path }) => path)
  assert.ok(kept.length > 0 && kept.every((path) => !path.includes('.hidden')))
})
