import { createHash } from 'node:crypto'

import {
  type BlobId,
  encodeConfig,
  encodeSnapshot,
  type FileKind,
  isId,
  readRepositoryFile,
  type Repository,
  subtreeAt,
} from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { chosenId } from '../flags/chosen-id.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, writeOut } from '../terminal/output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'
import { choosePlace, chooseSnapshot } from './snapshot-choice.ts'

const kinds = ['config', 'masterkey', 'snapshot', 'tree', 'blob', 'pack', 'index', 'key', 'lock'] as const
type Kind = (typeof kinds)[number]

export const repoCat = buildCommand<RepositoryFlags, [Kind, string | undefined], AnlaufContext>({
  docs: { brief: 'Print an object of the repository: JSON, or the bytes of a blob or pack' },
  parameters: {
    flags: repositoryFlags,
    aliases: { r: 'repo', p: 'passwordFile' },
    positional: {
      kind: 'tuple',
      parameters: [
        { parse: parseKind, brief: kinds.join(', '), placeholder: 'kind' },
        {
          parse: String,
          optional: true,
          brief: 'Its id or the beginning of it; for a tree also SNAPSHOT:/folder',
          placeholder: 'id',
        },
      ],
    },
  },
  async func(flags, kind, id) {
    const repository = await openNamedRepository(this, flags)
    if (kind === 'config') printJson(this, JSON.parse(encodeConfig(repository.config).toString()))
    else if (kind === 'masterkey') printMasterKey(this, repository)
    else await printObject(this, repository, kind, id ?? '')
  },
})

function printMasterKey(context: AnlaufContext, { masterKey }: Repository): void {
  context.process.stderr.write(
    'Whoever sees this key can read the repository for ever; no password takes it back.\n',
  )
  printJson(context, {
    mac: { k: masterKey.macK.toString('base64'), r: masterKey.macR.toString('base64') },
    encrypt: masterKey.encrypt.toString('base64'),
  })
}

async function printObject(
  context: AnlaufContext,
  repository: Repository,
  kind: Exclude<Kind, 'config' | 'masterkey'>,
  id: string,
): Promise<void> {
  if (id === '') {
    throw new AnlaufError('input-invalid', `Which ${kind}?`, { hint: `Name it: anlauf repo cat ${kind} ID.` })
  }
  switch (kind) {
    case 'snapshot':
      printJson(context, JSON.parse(encodeSnapshot(await chooseSnapshot(context, repository, id)).toString()))
      return
    case 'tree':
      await writeOut(context, await treeBytes(context, repository, id))
      return
    case 'blob':
      await writeOut(context, await blobBytes(repository, id))
      return
    case 'pack':
      await printPack(context, repository, await fileId(repository, 'data', id))
      return
    case 'index':
    case 'key':
    case 'lock': {
      const folder = kind === 'index' ? kind : (`${kind}s` as const)
      const bytes = await readRepositoryFile(repository, folder, await fileId(repository, folder, id))
      printJson(context, JSON.parse(bytes.toString()))
    }
  }
}

async function printPack(context: AnlaufContext, repository: Repository, id: string): Promise<void> {
  const bytes = await readRepositoryFile(repository, 'data', id)
  if (createHash('sha256').update(bytes).digest('hex') !== id) {
    context.process.exitCode = 1
    context.process.stderr.write(
      'The pack is damaged: its bytes do not fit its name. Here they are all the same.\n',
    )
  }
  await writeOut(context, bytes)
}

/** A tree by its id, or the one of a folder in a snapshot. */
async function treeBytes(context: AnlaufContext, repository: Repository, id: string): Promise<Buffer> {
  const index = await repository.loadIndex()
  if (isId(id) && index.has(id as BlobId, 'tree')) return repository.readBlob(id as BlobId, 'tree')
  const { snapshot, subfolder } = await choosePlace(context, repository, id)
  return repository.readBlob(await subtreeAt(repository, snapshot.tree, subfolder), 'tree')
}

async function blobBytes(repository: Repository, wanted: string): Promise<Buffer> {
  const index = await repository.loadIndex()
  const ids = new Set<string>()
  if (isId(wanted) && index.has(wanted as BlobId)) ids.add(wanted)
  else
    for (const pack of index.packs())
      for (const { id } of index.blobsOf(pack)) if (id.startsWith(wanted)) ids.add(id)
  const id = chosenId([...ids], wanted, 'blob') as BlobId
  return repository.readBlob(id, index.has(id, 'data') ? 'data' : 'tree')
}

async function fileId(repository: Repository, kind: FileKind, wanted: string): Promise<string> {
  if (isId(wanted)) return wanted
  const ids: string[] = []
  for await (const { id } of repository.storage.list(kind)) ids.push(id)
  return chosenId(ids, wanted, 'object')
}

function parseKind(text: string): Kind {
  const kind = kinds.find((one) => one === text)
  if (kind !== undefined) return kind
  throw new Error(`there are ${kinds.join(', ')}`)
}
