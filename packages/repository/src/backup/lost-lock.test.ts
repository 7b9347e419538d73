import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { copySnapshots } from '../copy/index.ts'
import { unlock } from '../locks/index.ts'
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
