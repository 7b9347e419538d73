import { printName, walkTree } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from './context.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from './repository-access.ts'
import { chooseSnapshot } from './snapshot-choice.ts'

export const repoLs = buildCommand<RepositoryFlags & { json: boolean }, [string], AnlaufContext>({
  docs: { brief: 'List the files of a snapshot' },
  parameters: {
    flags: { ...repositoryFlags, json: { kind: 'boolean', default: false, brief: 'One JSON object a line' } },
    positional: {
      kind: 'tuple',
      parameters: [
        { parse: String, brief: 'Snapshot id, its beginning, or "latest"', placeholder: 'snapshot' },
      ],
    },
  },
  async func(flags, wanted) {
    const repository = await openNamedRepository(this, flags)
    const snapshot = await chooseSnapshot(repository, wanted)
    await repository.loadIndex()
    for await (const { path, node } of walkTree(repository, snapshot.tree, { signal: this.signal })) {
      const { name, type, size, mode, mtime, uid, gid } = node
      const line = flags.json
        ? JSON.stringify({ path, name, type, size, mode, mtime, uid, gid })
        : printName(type === 'symlink' ? `${path} -> ${node.linkTarget ?? ''}` : path)
      this.process.stdout.write(`${line}\n`)
    }
  },
})
