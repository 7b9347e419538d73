import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { check } from '../check/index.ts'
import { longPaths } from '../posix/index.ts'
import { restore } from '../restore/index.ts'
import { emptyRepository, temporaryFolder } from '../small-repository.fixture.ts'
import { maxDepth, walkTree } from '../walk-tree.ts'
import { backup } from './backup.ts'

test('folders nested deeper than we go: named, left out, and the rest comes back', async (t) => {
  const root = temporaryFolder(t)
  using long = longPaths()
  for (let depth = 1; depth <= maxDepth + 4; depth += 1)
    mkdirSync(long.reach(Buffer.from(root + '/d'.repeat(depth))))
  const { repository } = await emptyRepository(t)
  const problems: string[] = []
  const { snapshot } = await backup(repository, {
    paths: [root],
    asRoot: root,
    onProblem: ({ path }) => problems.push(path),
  })
  assert.ok(snapshot)
  assert.deepEqual(problems, ['/d'.repeat(maxDepth)])
  const paths = (await Array.fromAsync(walkTree(repository, snapshot.tree))).map(({ path }) => path)
  assert.equal(paths.length, maxDepth - 1)
  assert.deepEqual((await check(repository)).findings, [])
  const result = await restore(repository, snapshot, { target: join(temporaryFolder(t), 'target') })
  assert.deepEqual([result.directories, result.problems], [maxDepth - 1, []])
})
