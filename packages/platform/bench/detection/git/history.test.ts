import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { openBlobs } from './blobs.ts'
import { changedFiles } from './changed-files.ts'
import { selectPairs } from './pairs.ts'
import { halfOf, repositoriesBelow } from './repositories.ts'
import { sampleOf } from './sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-histories-'))
after(() => rmSync(folder, { recursive: true }))

test('the half depends on the smallest root commit only', () => {
  const [a, b] = ['0'.repeat(40), 'f'.repeat(40)]
  assert.equal(halfOf([b, a]), halfOf([a]))
  const halves = new Set(Array.from({ length: 32 }, (_, place) => halfOf([String(place).padStart(40, '0')])))
  assert.equal(halves.size, 2)
})

test('a sample does not depend on the order, and takes nothing twice', () => {
  const keys = Array.from({ length: 1000 }, (_, place) => `key ${place}`)
  const [forth, back] = [keys, keys.toReversed()].map((order) => {
    const sample = sampleOf<string>(10, 7)
    for (const key of [...order, ...order]) sample.offer(key, () => key)
    return sample.taken()
  })
  assert.deepEqual(forth, back)
  assert.equal(new Set(forth).size, 10)
})

test('changes of regular files are found, in clones and mirrors alike, and each pair once', async () => {
  const work = join(folder, 'project')
  mkdirSync(work)
  const git = (...parameters: string[]): string =>
    execFileSync(
      'git',
      ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'commit.gpgsign=false', ...parameters],
      {
        cwd: work,
        encoding: 'utf8',
      },
    )
  const commit = (): void => void (git('add', '-A'), git('commit', '--quiet', '--message', 'x'))
  git('init', '--quiet')
  const write = (name: string, content: string): void => writeFileSync(join(work, name), content)
  write('odd "näme"\n.bin', 'one\0')
  write('moved.txt', 'stays')
  write('mode.sh', 'same')
  write('gone.txt', 'gone')
  symlinkSync('moved.txt', join(work, 'link'))
  commit()
  write('odd "näme"\n.bin', 'two\0')
  rmSync(join(work, 'link'))
  symlinkSync('mode.sh', join(work, 'link'))
  renameSync(join(work, 'moved.txt'), join(work, 'elsewhere.txt'))
  chmodSync(join(work, 'mode.sh'), 0o755)
  rmSync(join(work, 'gone.txt'))
  commit()
  mkdirSync(join(folder, 'owner+name'))
  execFileSync('git', ['clone', '--quiet', '--bare', work, join(folder, 'owner+name/repo')])

  const repositories = repositoriesBelow(folder)
  assert.deepEqual(
    repositories.map(({ name }) => name),
    ['owner+name', 'project'],
  )
  assert.equal(repositories[0]?.half, repositories[1]?.half, 'a clone falls on the side of its origin')
  const changes = await Array.fromAsync(changedFiles(join(work, '.git')))
  assert.deepEqual(
    changes.map(({ path }) => path),
    ['odd "näme"\n.bin'],
  )
  const { pairs, changes: counts } = await selectPairs(repositories, {
    seed: 1,
    mostText: 9,
    mostOther: 9,
    threads: 2,
    onRepository: () => undefined,
  })
  assert.deepEqual([...pairs.values()].flat().length, 1)
  assert.deepEqual([...counts.values()], [1, 1])

  using blobs = openBlobs(join(work, '.git'), 3)
  const [change] = changes
  assert.ok(change !== undefined)
  assert.equal(await blobs.read(change.oldId), 'too large')
  assert.equal(await blobs.read('f'.repeat(40)), 'missing')
  using more = openBlobs(join(work, '.git'), 100)
  const both = await Promise.all([
    more.read(change.oldId),
    more.read(change.newId),
    more.read('0'.repeat(40)),
  ])
  assert.deepEqual(both.map(String), ['one\0', 'two\0', 'missing'])
})
