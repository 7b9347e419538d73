import type { Repository } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from '../context.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'

const kinds = {
  blobs: undefined,
  packs: 'data',
  index: 'index',
  snapshots: 'snapshots',
  keys: 'keys',
  locks: 'locks',
} as const

export const repoList = buildCommand<
  RepositoryFlags & { json: boolean },
  [keyof typeof kinds],
  AnlaufContext
>({
  docs: { brief: 'List the ids of repository files: blobs, packs, index, snapshots, keys or locks' },
  parameters: {
    flags: { ...repositoryFlags, json: { kind: 'boolean', default: false, brief: 'One JSON object a line' } },
    positional: {
      kind: 'tuple',
      parameters: [
        { parse: parseKind, brief: 'blobs, packs, index, snapshots, keys or locks', placeholder: 'kind' },
      ],
    },
  },
  async func(flags, kind) {
    const repository = await openNamedRepository(this, flags)
    for await (const entry of entriesOf(repository, kind)) {
      const plain = 'type' in entry ? `${entry.type} ${entry.id}` : entry.id
      this.process.stdout.write(`${flags.json ? JSON.stringify(entry) : plain}\n`)
    }
  },
})

async function* entriesOf(
  repository: Repository,
  kind: keyof typeof kinds,
): AsyncGenerator<{ id: string; size: number } | { id: string; type: string; pack: string; size: number }> {
  const files = kinds[kind]
  if (files !== undefined) {
    yield* repository.storage.list(files)
    return
  }
  const index = await repository.loadIndex()
  for (const pack of index.packs()) {
    for (const { id, type, length } of index.blobsOf(pack)) yield { type, id, pack, size: length }
  }
}

function parseKind(text: string): keyof typeof kinds {
  if (Object.hasOwn(kinds, text)) return text as keyof typeof kinds
  throw new Error(`there are ${Object.keys(kinds).join(', ')}`)
}
