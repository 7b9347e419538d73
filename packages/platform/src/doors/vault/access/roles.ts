import type { FileKind } from '@anlauf/repository'

/** What a client was made for; one credential has one role. */
export const roles = [
  'provisioner',
  'writer',
  'writerStock',
  'auditor',
  'restorer',
  'maintainer',
  'importer',
] as const

export type Role = (typeof roles)[number]

/** `GET` includes `HEAD`; `CREATE` makes the folders of a repository. */
export type Verb = 'CREATE' | 'LIST' | 'GET' | 'POST' | 'DELETE'

/**
 * `once` while there is none; `setup` until the first snapshot, or while the operator opened it again; `own` what
 * this client wrote itself; `budget` within the bytes a day of this client; `planned` what stands in a delete plan
 * that two people signed and is older than the retention.
 */
export type Right = 'no' | 'yes' | 'once' | 'setup' | 'own' | 'budget' | 'planned'

const read = 'LIST GET'
const ownLocks = 'LIST GET POST DELETE:own'
const writer = {
  config: 'GET',
  keys: read,
  index: `${read} POST`,
  snapshots: `${read} POST`,
  data: 'POST',
  locks: ownLocks,
}
const reader = { config: 'GET', keys: read, index: read, snapshots: read, data: read, locks: read }

/** Everything that is not listed is refused, and so is every overwriting, whoever asks. */
const table: Readonly<Record<Role, Readonly<Partial<Record<FileKind | 'repository', string>>>>> = {
  provisioner: {
    repository: 'CREATE',
    config: 'GET POST:once',
    keys: `${read} POST:setup`,
    locks: ownLocks,
  },
  writer,
  writerStock: { ...writer, data: 'GET:budget POST' },
  importer: writer,
  auditor: reader,
  restorer: reader,
  maintainer: {
    config: 'GET',
    keys: `${read} DELETE:planned`,
    index: `${read} POST DELETE:planned`,
    snapshots: `${read} POST DELETE:planned`,
    data: `${read} POST DELETE:planned`,
    locks: ownLocks,
  },
}

/** What a role may do with a kind of file (`repository`: with the folder as a whole). */
export function rightOf(role: Role, verb: Verb, kind: FileKind | 'repository'): Right {
  const granted = (table[role][kind] ?? '').split(' ').find((grant) => grant.split(':')[0] === verb)
  return granted === undefined ? 'no' : ((granted.split(':')[1] ?? 'yes') as Right)
}

export function isRole(text: string): text is Role {
  return roles.some((role) => role === text)
}
