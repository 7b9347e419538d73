import { createWriteStream } from 'node:fs'
import { once } from 'node:events'

import {
  archiveFolder,
  type ArchiveFormat,
  findNode,
  type Node,
  printName,
  readFile,
  type Repository,
  subtreeAt,
} from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { writeOut } from '../terminal/output.ts'
import { type NoLockFlag, noLockFlag, readingLock } from './reading-lock.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'
import { choosePlace } from './snapshot-choice.ts'
import { snapshotFilter, type SnapshotFilterFlags, snapshotFilterFlags } from './snapshot-filter.ts'

interface DumpFlags extends RepositoryFlags, NoLockFlag, SnapshotFilterFlags {
  readonly archive: ArchiveFormat
  readonly target?: string
}

export const repoDump = buildCommand<DumpFlags, [string, string], AnlaufContext>({
  docs: { brief: 'Write a file of a snapshot to stdout, or a folder as an archive' },
  parameters: {
    flags: {
      ...repositoryFlags,
      ...snapshotFilterFlags,
      archive: { kind: 'enum', values: ['tar', 'zip'], default: 'tar', brief: 'Form of a folder' },
      noLock: noLockFlag,
      target: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Write to this new file instead of stdout',
        placeholder: 'file',
      },
    },
    aliases: { r: 'repo', p: 'passwordFile', H: 'host', a: 'archive', t: 'target' },
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: String,
          brief: 'Snapshot id, its beginning, "latest", or SNAPSHOT:/folder',
          placeholder: 'snapshot',
        },
        { parse: String, brief: 'File or folder in the snapshot; / for all of it', placeholder: 'path' },
      ],
    },
  },
  async func(flags, wanted, path) {
    const repository = await openNamedRepository(this, flags)
    await using _lock = await readingLock(this, repository, flags)
    const { snapshot, subfolder } = await choosePlace(this, repository, wanted, snapshotFilter(flags))
    await repository.loadIndex()
    const tree = await subtreeAt(repository, snapshot.tree, subfolder)
    const names = path.split('/').filter((name) => name !== '' && name !== '.')
    const node = names.length === 0 ? undefined : await findNode(repository, tree, names.join('/'))
    const bytes =
      node === undefined || node.type === 'dir'
        ? archive(this, repository, flags, { tree: node?.subtree ?? tree, prefix: names.join('/') })
        : readFile(repository, regular(node, path))
    if (flags.target === undefined) for await (const piece of bytes) await writeOut(this, piece)
    else await writeFile(flags.target, bytes)
  },
})

function archive(
  context: AnlaufContext,
  repository: Repository,
  flags: DumpFlags,
  { tree, prefix }: { tree: Parameters<typeof archiveFolder>[1]; prefix: string },
): AsyncIterable<Uint8Array> {
  if (flags.target === undefined && context.process.stdout.isTTY === true) {
    throw new AnlaufError('input-invalid', 'An archive is nothing for a terminal.', {
      hint: 'Redirect stdout into a file or a program, or give --target FILE.',
    })
  }
  return archiveFolder(repository, tree, {
    format: flags.archive,
    prefix,
    signal: context.signal,
    onProblem: ({ path, error }) => {
      context.process.exitCode = 1
      context.process.stderr.write(`not in the archive: ${printName(path)}: ${error.message}\n`)
    },
  })
}

function regular(node: Node, path: string): Node {
  if (node.type === 'file') return node
  throw new AnlaufError('input-invalid', `${printName(path)} is a ${node.type}, it has no content.`, {
    hint: 'Name a file or a folder.',
  })
}

/** An existing file is never overwritten: a dump that breaks off would have destroyed it. */
async function writeFile(target: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const stream = createWriteStream(target, { flags: 'wx', mode: 0o600 })
  try {
    await once(stream, 'open')
    for await (const piece of bytes) if (!stream.write(piece)) await once(stream, 'drain')
    stream.end()
    await once(stream, 'finish')
  } catch (cause) {
    stream.destroy()
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause
    throw new AnlaufError('input-invalid', `${target} cannot be written: ${cause.message}`, {
      hint: 'Name a file that does not exist yet, in a folder with enough space.',
      cause,
    })
  }
}
