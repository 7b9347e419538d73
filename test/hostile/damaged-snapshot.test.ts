import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { join } from 'node:path'

import { repositoryCli } from '../interop/repository-cli.ts'

const cli = repositoryCli('p')
after(() => cli[Symbol.asyncDispose]())
const repo = cli.env['RESTIC_REPOSITORY'] ?? ''

test('one damaged snapshot file kept every other snapshot from being restored', async () => {
  await cli.run('repo', 'init')
  const source = cli.at('source')
  mkdirSync(source)
  const ids: string[] = []
  for (const round of [1, 2, 3]) {
    writeFileSync(join(source, 'file'), `state ${round}`)
    const backup = await cli.json<{ snapshot_id: string }>(['repo', 'backup', source])
    ids.push(backup.snapshot_id)
  }
  const [first = '', broken = '', last = ''] = ids
  const path = join(repo, 'snapshots', broken)
  chmodSync(path, 0o600)
  const bytes = readFileSync(path)
  bytes[40] = (bytes[40] ?? 0) ^ 1
  writeFileSync(path, bytes)

  const restore = (id: string) => cli.run('repo', 'restore', id, '--target', cli.at(`target ${id}`))
  for (const [id, state] of [
    [first, 'state 1'],
    [last.slice(0, 10), 'state 3'],
  ] as const) {
    const { exitCode, stderr } = await restore(id)
    assert.equal(exitCode, 0, stderr)
    assert.match(stderr, new RegExp(`^damaged: snapshots/${broken}: `, 'm'))
    assert.equal(readFileSync(join(cli.at(`target ${id}`), source, 'file'), 'utf8'), state)
  }

  // Whoever asks for it, or for one that it might be, learns that it is damaged and gets nothing else.
  for (const id of [broken, broken.slice(0, 12), 'latest']) {
    const { exitCode, stderr } = await restore(id)
    assert.equal(exitCode, 1)
    assert.match(stderr, /^Code: damaged$/m)
    assert.ok(!existsSync(cli.at(`target ${id}`)))
  }
  assert.match((await restore('latest')).stderr, /Name a snapshot by its id/)
  assert.match((await restore('eeeeeeee')).stderr, /^Code: not-found$/m)

  // A list is short of one, and says so.
  const listed = await cli.run('repo', 'snapshots')
  assert.equal(listed.exitCode, 1)
  assert.ok(listed.stdout.includes(first.slice(0, 8)) && listed.stdout.includes(last.slice(0, 8)))

  // Nothing is removed while nobody knows what the damaged one needs.
  for (const command of [['prune'], ['forget', '--keep-last', '1', '--prune']]) {
    const { exitCode, stderr } = await cli.run('repo', ...command)
    assert.equal(exitCode, 1)
    assert.match(stderr, /^Code: damaged$/m)
  }
})
