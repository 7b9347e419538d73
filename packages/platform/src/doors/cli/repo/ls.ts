import { subtreeAt, walkTree } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { nodeJson, nodeLine } from './node-line.ts'
import { printJsonLine, writeOut } from '../terminal/output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'
import { choosePlace } from './snapshot-choice.ts'
import { snapshotFilter, type SnapshotFilterFlags, snapshotFilterFlags } from './snapshot-filter.ts'
import { snapshotJson } from './snapshot-json.ts'

interface LsFlags extends RepositoryFlags, SnapshotFilterFlags {
  readonly long: boolean
  readonly recursive: boolean
  readonly json: boolean
}

export const repoLs = buildCommand<LsFlags, string[], AnlaufContext>({
  docs: { brief: 'List the files of a snapshot' },
  parameters: {
    flags: {
      ...repositoryFlags,
      ...snapshotFilterFlags,
      long: { kind: 'boolean', default: false, withNegated: false, brief: 'Also mode, owner, size and time' },
      recursive: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Also what lies deeper in the named folders',
      },
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'One JSON object a line' },
    },
    aliases: { r: 'repo', p: 'passwordFile', H: 'host', l: 'long' },
    positional: {
      kind: 'array',
      parameter: {
        parse: String,
        brief: 'Snapshot id, its beginning, "latest", or SNAPSHOT:/folder; then folders to list',
        placeholder: 'snapshot|folder',
      },
      minimum: 1,
    },
  },
  async func(flags, wanted = 'latest', ...folders) {
    const listed = foldersToList(folders, flags)
    const repository = await openNamedRepository(this, flags)
    const { snapshot, subfolder } = await choosePlace(this, repository, wanted, snapshotFilter(flags))
    await repository.loadIndex()
    const tree = await subtreeAt(repository, snapshot.tree, subfolder)
    if (flags.json) printJsonLine(this, { ...snapshotJson(snapshot), struct_type: 'snapshot' })
    const walk = walkTree(repository, tree, {
      signal: this.signal,
      skip: ({ path }) => !listed.reaches(path),
    })
    for await (const { path, node } of walk) {
      if (!listed.has(path)) continue
      const line = flags.json ? JSON.stringify(nodeJson(path, node)) : nodeLine(path, node, flags)
      await writeOut(this, `${line}\n`)
    }
  },
})

interface Listed {
  has(path: string): boolean
  reaches(folder: string): boolean
}

/** All, or the named folders with their entries, and what is deeper only when that is asked for. */
function foldersToList(folders: readonly string[], { recursive }: { recursive: boolean }): Listed {
  const wanted = folders.map((folder) => {
    if (folder.startsWith('/')) return folder.replace(/\/+/g, '/').replace(/\/$/, '')
    throw new AnlaufError('input-invalid', `"${folder}" is no folder in the snapshot.`, {
      hint: 'Paths in a snapshot start with "/".',
    })
  })
  if (wanted.length === 0) return { has: () => true, reaches: () => true }
  const isAtOrBelow = (path: string, above: string): boolean => path === above || path.startsWith(`${above}/`)
  const isParent = (path: string, folder: string): boolean => folder === path.slice(0, path.lastIndexOf('/'))
  return {
    has: (path) =>
      wanted.some((one) => isAtOrBelow(path, one) && (recursive || path === one || isParent(path, one))),
    reaches: (path) => wanted.some((one) => isAtOrBelow(one, path) || (recursive && isAtOrBelow(path, one))),
  }
}
