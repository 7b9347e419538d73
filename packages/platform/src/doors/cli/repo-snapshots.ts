import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from './context.ts'
import { printJson, printLines } from './output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from './repository-access.ts'

export const repoSnapshots = buildCommand<RepositoryFlags & { json: boolean }, [], AnlaufContext>({
  docs: { brief: 'List the snapshots of a repository' },
  parameters: {
    flags: { ...repositoryFlags, json: { kind: 'boolean', default: false, brief: 'JSON on stdout' } },
  },
  async func(flags) {
    const repository = await openNamedRepository(this, flags)
    const snapshots = await repository.listSnapshots()
    if (flags.json) {
      printJson(
        this,
        snapshots.map((snapshot) => ({ short_id: snapshot.id.slice(0, 8), ...snapshot })),
      )
      return
    }
    const lines = snapshots.map((snapshot) =>
      [
        snapshot.id.slice(0, 8),
        snapshot.time.slice(0, 19).replace('T', ' '),
        printName(snapshot.hostname ?? '').padEnd(12),
        (snapshot.tags ?? []).map(printName).join(',').padEnd(8),
        snapshot.paths.map(printName).join(' '),
      ].join('  '),
    )
    printLines(this, [
      'ID        Time                 Host          Tags      Paths',
      ...lines,
      `${snapshots.length} snapshots`,
    ])
  },
})
