import type { FileKind } from '@anlauf/repository'

import { isName, type Verb } from '../access/index.ts'
import { isObjectId, isRepositoryPath, type ObjectName, tenantOf } from '../store/index.ts'
import { type Refusal, refuse } from './answer.ts'

/** What a request is about. */
export type Target =
  | { readonly kind: 'repository'; readonly verb: 'CREATE'; readonly repository: string }
  | { readonly kind: 'list'; readonly verb: 'LIST'; readonly repository: string; readonly type: FileKind }
  | {
      readonly kind: 'object'
      readonly verb: Exclude<Verb, 'CREATE' | 'LIST'>
      readonly name: ObjectName
      /** Asks for presence and size only. */
      readonly isHead: boolean
    }
  | {
      readonly kind: 'witness'
      readonly verb: 'GET'
      readonly tenant: string
      readonly file: WitnessFile
      readonly from: number
    }

/** What an auditor fetches over the network: the chain, every receipt, the signed state, the key of the vault. */
export type WitnessFile = 'journal' | 'receipts' | 'checkpoint' | 'key'

/** The longest path of a repository, its folder, an id and a query. */
const maxTarget = 400
const listed = ['data', 'keys', 'locks', 'snapshots', 'index'] as const

/**
 * Reads the request line, strictly: plain names between single slashes. Anything that another program might read
 * differently (percent signs, dots, double slashes, backslashes, other queries) is refused and not interpreted.
 */
export function parseTarget(method: string, url: string): Target | Refusal {
  if (url.length > maxTarget || !/^\/[A-Za-z0-9._/-]*(?:\?[a-z]+=[a-z0-9]+)?$/.test(url)) return badPath
  const [path = '', query = ''] = url.split('?')
  const isFolder = path.endsWith('/')
  const elements = path.slice(1, isFolder ? -1 : undefined).split('/')
  const witness = witnessOf(elements, isFolder, query)
  if (witness !== undefined) return method === 'GET' ? witness : badMethod
  if (isFolder || (query !== '' && method === 'POST')) return folderTarget(method, elements, query)
  if (query !== '') return badPath
  return objectTarget(method, elements)
}

/** The tenant that a request names; undefined when it names none. */
export function tenantOfTarget(target: Target): string {
  if (target.kind === 'witness') return target.tenant
  return tenantOf(target.kind === 'object' ? target.name.repository : target.repository)
}

function folderTarget(method: string, elements: readonly string[], query: string): Target | Refusal {
  const last = elements.at(-1) ?? ''
  const type = listed.find((kind) => kind === last)
  const repository = (type === undefined ? elements : elements.slice(0, -1)).join('/')
  if (!isRepositoryPath(repository)) return badPath
  if (type === undefined) {
    if (method !== 'POST') return badMethod
    return query === 'create=true' ? { kind: 'repository', verb: 'CREATE', repository } : badPath
  }
  if (query !== '') return badPath
  return method === 'GET' || method === 'HEAD' ? { kind: 'list', verb: 'LIST', repository, type } : badMethod
}

function objectTarget(method: string, elements: readonly string[]): Target | Refusal {
  const id = elements.at(-1) ?? ''
  const isConfig = id === 'config'
  const kind = isConfig ? 'config' : listed.find((one) => one === elements.at(-2))
  const repository = elements.slice(0, isConfig ? -1 : -2).join('/')
  if (kind === undefined || !isRepositoryPath(repository) || !(isConfig || isObjectId(id))) return badPath
  const verb = verbs[method]
  return verb === undefined
    ? badMethod
    : { kind: 'object', verb, name: { repository, kind, id }, isHead: method === 'HEAD' }
}

const verbs: Readonly<Partial<Record<string, Exclude<Verb, 'CREATE' | 'LIST'>>>> = {
  GET: 'GET',
  HEAD: 'GET',
  POST: 'POST',
  DELETE: 'DELETE',
}

function witnessOf(elements: readonly string[], isFolder: boolean, query: string): Target | undefined {
  const [tenant = '', mark, file = '', ...rest] = elements
  if (mark !== '.vault' || rest.length > 0 || isFolder || !isName(tenant)) return undefined
  if (file !== 'journal' && file !== 'receipts' && file !== 'checkpoint' && file !== 'key') return undefined
  const from = /^(?:from=(\d{1,15}))?$/.exec(query)
  return from === null
    ? undefined
    : { kind: 'witness', verb: 'GET', tenant, file, from: Number(from[1] ?? 1) }
}

const badPath = refuse(400, 'path', 'This is no path of a repository')
const badMethod = refuse(405, 'method', 'This cannot be done over the network')
