import { opendirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import type { FileKind } from '@anlauf/repository'

import { fileKinds, isObjectId, parseIncoming, repositoryFolder } from './object-path.ts'
import { codeOf } from './stage-object.ts'

/**
 * The objects of a kind that lie in the storage. Reads one folder at a time, synchronously, because a thousand
 * small calls cost less that way; between folders others get their turn.
 */
export async function* listObjects(
  vault: string,
  repository: string,
  kind: FileKind,
): AsyncGenerator<{ readonly id: string; readonly size: number }> {
  const folder = repositoryFolder(vault, repository)
  if (kind === 'config') {
    yield* found(folder, ['config'])
    return
  }
  if (kind !== 'data') {
    yield* found(join(folder, kind), idsIn(join(folder, kind)))
    return
  }
  for (const name of namesIn(join(folder, 'data')).filter((one) => /^[0-9a-f]{2}$/.test(one))) {
    yield* found(join(folder, 'data', name), idsIn(join(folder, 'data', name)))
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Every upload that a crash left behind in a repository: its folder, working name, client and id. */
export function* incomingFiles(
  vault: string,
  repository: string,
): Generator<{
  readonly folder: string
  readonly name: string
  readonly kind: FileKind
  readonly client: string
  readonly id: string
}> {
  const root = repositoryFolder(vault, repository)
  for (const kind of fileKinds) {
    const top = kind === 'config' ? root : join(root, kind)
    const folders = kind === 'data' ? namesIn(top).map((name) => join(top, name)) : [top]
    for (const folder of folders) {
      for (const name of namesIn(folder)) {
        const parsed = parseIncoming(name)
        if (parsed !== undefined && (kind === 'config') === (parsed.id === 'config'))
          yield { folder, name, kind, ...parsed }
      }
    }
  }
}

/** Every repository below the vault: folders that hold restic's folders. */
export function findRepositories(vault: string, tenant: string): string[] {
  const repositories: string[] = []
  const visit = (path: string, depth: number): void => {
    const names = namesIn(repositoryFolder(vault, path))
    if (names.includes('data') && names.includes('keys')) repositories.push(path)
    if (depth === 3) return
    for (const name of names) {
      if (!fileKinds.some((kind) => kind === name) && isFolder(join(repositoryFolder(vault, path), name)))
        visit(`${path}/${name}`, depth + 1)
    }
  }
  visit(tenant, 1)
  return repositories
}

/** Names in a folder; none when it is not there. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return []
    throw error
  }
}

function idsIn(folder: string): Iterable<string> {
  return namesIn(folder).filter(isObjectId)
}

function* found(folder: string, names: Iterable<string>): Generator<{ id: string; size: number }> {
  for (const name of names) {
    const stats = statSync(join(folder, name), { throwIfNoEntry: false })
    if (stats?.isFile() === true) yield { id: name, size: stats.size }
  }
}

function isFolder(path: string): boolean {
  try {
    opendirSync(path).closeSync()
    return true
  } catch {
    return false
  }
}
