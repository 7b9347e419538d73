import assert from 'node:assert/strict'
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

import type { BlobId } from '../id.ts'
import {
  emptyRepository,
  type Forge,
  forge,
  nodeNamed,
  temporaryFolder,
} from '../small-repository.fixture.ts'
import type { Node } from '../tree/index.ts'
import type { RestoreResult } from './options.ts'
import { restore } from './restore.ts'

interface Ground {
  /** Lies beside the target and must never change. */
  readonly outside: string
  readonly target: string
  readonly restore: (overwrite?: 'never') => Promise<RestoreResult>
}

/** A repository that a hostile client wrote, a target, and a folder with a secret beside it. */
async function ground(t: TestContext, write: (client: Forge) => Promise<BlobId>): Promise<Ground> {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const snapshot = await client.snapshot(await write(client))
  const folder = temporaryFolder(t)
  const [outside, target] = [join(folder, 'outside'), join(folder, 'target')]
  mkdirSync(outside, { mode: 0o700 })
  writeFileSync(join(outside, 'secret'), 'secret', { mode: 0o600 })
  return {
    outside,
    target,
    restore: async (overwrite) => {
      const before = pictureOf(outside)
      const result = await restore(repository, snapshot, { target, ...(overwrite && { overwrite }) })
      assert.deepEqual(pictureOf(outside), before, 'nothing outside the target was touched')
      assert.deepEqual(readdirSync(folder).sort(), ['outside', 'target'])
      return result
    },
  }
}

function pictureOf(folder: string): unknown {
  const seen = (path: string): string => {
    const { mode, uid, mtimeMs, size, nlink } = lstatSync(path)
    return [path, mode, uid, mtimeMs, size, nlink].join(' ')
  }
  return [seen(folder), ...readdirSync(folder).map((name) => seen(join(folder, name)))]
}

const codes = (result: RestoreResult): string[] => result.problems.map(({ code }) => code)
const link = (name: string, linkTarget: string): Node => nodeNamed(name, 'symlink', { linkTarget })

test('names that leave the target are reported, the rest is restored', async (t) => {
  const names = ['../outside/secret', '../planted', '/tmp/planted', '', '.', '..', 'x/../../planted', 'a\0b']
  const { restore, target } = await ground(t, async (client) => {
    const good = await client.file('good', 'kept')
    const bad: Node[] = []
    for (const name of names) bad.push(await client.file(name, 'planted'))
    return client.tree([...bad, good, await client.dir('below', [...bad, good])])
  })
  const result = await restore()
  assert.deepEqual(readdirSync(target).sort(), ['below', 'good'])
  assert.deepEqual(readdirSync(join(target, 'below')), ['good'])
  assert.equal(result.files, 2)
  assert.ok(codes(result).length >= names.length)
  assert.deepEqual(new Set(codes(result)), new Set(['unsafe-name']))
})

test('a directory named ".." is not entered', async (t) => {
  const { restore, target } = await ground(t, async (client) => {
    const inner = await client.dir('outside', [await client.file('planted', 'planted')])
    return client.tree([await client.dir('..', [inner]), await client.file('good', 'kept')])
  })
  assert.deepEqual(codes(await restore()).includes('unsafe-name'), true)
  assert.deepEqual(readdirSync(target), ['good'])
})

for (const first of ['link', 'directory']) {
  test(`a link outward and a directory of one name, the ${first} first: nothing goes through`, async (t) => {
    const { restore, target } = await ground(t, async (client) => {
      const inner = await client.dir('x', [await client.file('secret', 'overwritten')])
      const both = [link('x', '../outside'), inner]
      return client.tree(first === 'link' ? both : both.reverse())
    })
    const result = await restore()
    assert.ok(codes(result).includes('damaged'), 'the doubled name is reported')
    const stat = lstatSync(join(target, 'x'))
    assert.equal(stat.isSymbolicLink(), first === 'link')
    if (first === 'directory') assert.equal(readFileSync(join(target, 'x', 'secret'), 'utf8'), 'overwritten')
    await restore()
  })
}

test('links are restored as links, outward ones too, and are never walked through', async (t) => {
  const { restore, target, outside } = await ground(t, async (client) =>
    client.tree([
      link('a', '../outside'),
      link('b', '/etc/passwd'),
      link('c', '.'),
      await client.dir('d', [link('up', '../..'), await client.file('file', 'kept')]),
    ]),
  )
  const result = await restore()
  assert.deepEqual([result.problems, result.files], [[], 5])
  assert.equal(readlinkSync(join(target, 'a')), '../outside')
  assert.equal(readlinkSync(join(target, 'd', 'up')), '../..')
  // Once more over what is there: links are made anew, nothing behind them is changed.
  assert.deepEqual((await restore()).problems, [])
  assert.ok(existsSync(join(outside, 'secret')))
})

test('a link in the target where a directory belongs closes everything below', async (t) => {
  const { restore, target, outside } = await ground(t, async (client) =>
    client.tree([
      await client.dir('d', [
        await client.file('secret', 'overwritten'),
        await client.dir('deep', [await client.file('planted', 'planted')]),
        link('planted-link', 'x'),
      ]),
      await client.file('good', 'kept'),
    ]),
  )
  mkdirSync(target)
  symlinkSync(outside, join(target, 'd'))
  const result = await restore()
  assert.deepEqual(codes(result), ['unsafe-name'])
  assert.equal(readlinkSync(join(target, 'd')), outside)
  assert.equal(readFileSync(join(target, 'good'), 'utf8'), 'kept')
})

test('a link in the target where a file belongs is replaced, not followed', async (t) => {
  const { restore, target, outside } = await ground(t, async (client) =>
    client.tree([await client.file('one', 'overwritten'), await client.file('two', ''), link('three', 'x')]),
  )
  mkdirSync(target)
  for (const name of ['one', 'two', 'three']) symlinkSync(join(outside, 'secret'), join(target, name))
  const kept = await restore('never')
  assert.equal(kept.skippedFiles, 3)
  assert.deepEqual((await restore()).problems, [])
  assert.equal(readFileSync(join(target, 'one'), 'utf8'), 'overwritten')
  assert.ok(lstatSync(join(target, 'two')).isFile())
  assert.equal(readlinkSync(join(target, 'three')), 'x')
})

test('a file in the target that is another name of an outer file is replaced, not written into', async (t) => {
  const { restore, target, outside } = await ground(t, async (client) =>
    client.tree([await client.file('one', 'other!')]),
  )
  mkdirSync(target)
  linkSync(join(outside, 'secret'), join(target, 'one'))
  const inode = statSync(join(outside, 'secret')).ino
  // The count of names of the outer file falls by one: compare its content only.
  await restore().catch((error: unknown) => assert.match(String(error), /nothing outside/))
  assert.equal(readFileSync(join(outside, 'secret'), 'utf8'), 'secret')
  assert.equal(readFileSync(join(target, 'one'), 'utf8'), 'other!')
  assert.notEqual(statSync(join(target, 'one')).ino, inode)
})

test('a directory where a file belongs, and a file where a directory belongs, are reported and kept', async (t) => {
  const { restore, target } = await ground(t, async (client) =>
    client.tree([
      await client.file('a', 'content'),
      await client.dir('b', [await client.file('c', 'content')]),
      link('l', 'x'),
    ]),
  )
  mkdirSync(join(target, 'a', 'mine'), { recursive: true })
  mkdirSync(join(target, 'l'))
  writeFileSync(join(target, 'b'), 'mine')
  const result = await restore()
  assert.deepEqual(result.problems.map(({ path }) => path).sort(), ['/a', '/b', '/l'])
  assert.ok(existsSync(join(target, 'a', 'mine')))
  assert.equal(readFileSync(join(target, 'b'), 'utf8'), 'mine')
})
