import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { check } from '../check/index.ts'
import { copySnapshots } from '../copy/index.ts'
import { unlock } from '../locks/index.ts'
import { prune } from '../prune/index.ts'
import type { Repository } from '../repository.ts'
import { emptyRepository, refusal, temporaryFolder } from '../small-repository.fixture.ts'
import { backup } from './backup.ts'

/** Somebody removes all locks as soon as the first pack is written, as `unlock --remove-all` does. */
function robbed(repository: Repository): Repository {
  const { storage } = repository
  return {
    ...repository,
    storage: {
      ...storage,
      async write(kind, id, bytes) {
        await storage.write(kind, id, bytes)
        if (kind === 'data') await unlock(repository, { removeAll: true })
      },
    },
  }
}

test('whose lock was taken away writes no snapshot: a prune may have been there', async (t) => {
  const { repository } = await emptyRepository(t)
  const source = temporaryFolder(t)
  writeFileSync(join(source, 'file'), 'content')
  await assert.rejects(
    backup(robbed(repository), { paths: [source] }),
    refusal('locked', /removed by somebody/),
  )
  assert.deepEqual(await repository.listSnapshots(), [])

  await backup(repository, { paths: [source] })
  const target = await emptyRepository(t)
  await assert.rejects(copySnapshots(repository, robbed(target.repository)), refusal('locked'))
  assert.deepEqual(await target.repository.listSnapshots(), [])
  assert.equal((await copySnapshots(repository, target.repository)).copied.length, 1)
})

for (const [what, isKnown] of [
  ['what the backup found there', true],
  ['what the backup has just written', false],
] as const) {
  test(`a prune on a machine whose clock is three days ahead removed ${what}, and the snapshot had holes`, async (t) => {
    const { repository } = await emptyRepository(t)
    const { storage } = repository
    const source = temporaryFolder(t)
    writeFileSync(join(source, 'file'), 'content')
    if (isKnown) {
      const { snapshot } = await backup(repository, { paths: [source] })
      await storage.remove('snapshots', snapshot?.id ?? '')
      // Other directories, so that this backup writes something while the content is there already.
      writeFileSync(join(source, 'other'), 'other content')
    }
    let pruned = 0
    const besides: Repository = {
      ...repository,
      storage: {
        ...storage,
        async write(kind, id, bytes) {
          await storage.write(kind, id, bytes)
          if (kind !== 'data' || (pruned += 1) > 1) return
          t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 3 * 24 * 60 * 60 * 1000 })
          await prune(repository, { maxUnused: { bytes: 0 } })
          t.mock.timers.reset()
        },
      },
    }
    await assert.rejects(backup(besides, { paths: [source] }), refusal('locked', /was removed while a lock/))
    assert.ok(pruned > 0)
    assert.deepEqual(await repository.listSnapshots(), [])

    pruned = 0
    const from = await emptyRepository(t)
    const { snapshot } = await backup(from.repository, { paths: [source] })
    await assert.rejects(
      copySnapshots(from.repository, besides),
      refusal('locked', /was removed while a lock/),
    )
    assert.deepEqual(await repository.listSnapshots(), [])

    assert.equal((await copySnapshots(from.repository, repository)).copied[0]?.to?.original, snapshot?.id)
    await backup(repository, { paths: [source] })
    const { findings } = await check(repository, { readData: true })
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error'),
      [],
    )
  })
}
