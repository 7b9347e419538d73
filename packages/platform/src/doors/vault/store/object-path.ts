import { join } from 'node:path'

import type { FileKind } from '@anlauf/repository'

import { isName } from '../access/index.ts'

/** One file of one repository of the vault. */
export interface ObjectName {
  /** Path elements joined by `/`, the first is the tenant. */
  readonly repository: string
  readonly kind: FileKind
  /** 64 lower-case hex digits, or `config`. */
  readonly id: string
}

/** `tenant`, `tenant/host` or `tenant/host/what`: deeper is nobody's need and everybody's trap. */
const maxDepth = 3

export const fileKinds: readonly FileKind[] = ['config', 'keys', 'data', 'index', 'snapshots', 'locks']

export function isObjectId(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

/** True for one to three names; none of them can be a folder of restic's, begin with a dot or leave the vault. */
export function isRepositoryPath(text: string): boolean {
  const elements = text.split('/')
  return elements.length <= maxDepth && elements.every(isName)
}

export function tenantOf(repository: string): string {
  return repository.split('/', 1)[0] ?? ''
}

/** Folder of a repository; restic opens it there as it is. */
export function repositoryFolder(vault: string, repository: string): string {
  return join(vault, 'repositories', ...repository.split('/'))
}

/** Folder in which an object lies, and below which nothing else is created for it. */
export function objectFolder(vault: string, { repository, kind, id }: ObjectName): string {
  const folder = repositoryFolder(vault, repository)
  if (kind === 'config') return folder
  return kind === 'data' ? join(folder, 'data', id.slice(0, 2)) : join(folder, kind)
}

export function objectPath(vault: string, name: ObjectName): string {
  return join(objectFolder(vault, name), name.id)
}

/** Names of uploads that are under way: no reader of a repository takes them for an object. */
const incoming = /^\.incoming-([A-Za-z0-9][A-Za-z0-9._-]{0,63})~([0-9a-f]{64}|config)~[0-9a-f]{12}$/

export function incomingName(client: string, id: string, random: string): string {
  return `.incoming-${client}~${id}~${random}`
}

/** Who was uploading what under this name; undefined for any other name. */
export function parseIncoming(name: string): { readonly client: string; readonly id: string } | undefined {
  const found = incoming.exec(name)
  if (found?.[1] === undefined || found[2] === undefined) return undefined
  return { client: found[1], id: found[2] }
}
