import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { join } from 'node:path'

import type { FileKind } from '@anlauf/repository'

import type { Client } from '../access/index.ts'
import {
  fileKinds,
  findRepositories,
  incomingFiles,
  listObjects,
  objectPath,
  removeObject,
} from '../store/index.ts'
import type { Tenant } from './tenant.ts'

/** What a start found out about storage and journal. */
export interface Reconciled {
  /** Whole uploads that a crash kept from being answered; they are in the journal now. */
  recovered: number
  /** Half uploads that were removed. */
  discarded: number
  /** Deletions that a crash had interrupted. */
  finished: number
  /** Objects that nobody sent through this door. */
  found: string[]
  /** Objects that were received and are gone. */
  missing: string[]
  /** Objects whose size is another than received. */
  changed: string[]
}

/**
 * Compares the storage of a tenant with its journal and writes down what differs. Nothing that has a name is ever
 * removed because the journal does not know it: the journal may be the damaged one.
 */
export async function reconcile(
  vault: string,
  tenant: Tenant,
  clients: ReadonlyMap<string, Client>,
): Promise<Reconciled> {
  const result: Reconciled = { recovered: 0, discarded: 0, finished: 0, found: [], missing: [], changed: [] }
  for (const repository of findRepositories(vault, tenant.name)) {
    await settleIncoming(vault, tenant, repository, clients, result)
    for (const kind of fileKinds) {
      for await (const { id, size } of listObjects(vault, repository, kind))
        await compareObject(vault, tenant, { repository, kind, id }, size, result)
    }
  }
  for (const repository of tenant.ledger.repositories()) await findMissing(vault, tenant, repository, result)
  return result
}

/** A working name beside a published object tells a crash from a planted file. */
async function settleIncoming(
  vault: string,
  tenant: Tenant,
  repository: string,
  clients: ReadonlyMap<string, Client>,
  result: Reconciled,
): Promise<void> {
  for (const { folder, name, kind, client, id } of incomingFiles(vault, repository)) {
    const [working, object] = [join(folder, name), join(folder, id)]
    const known = tenant.ledger.get(repository, kind, id)
    const isPublished = statSync(object, { throwIfNoEntry: false })?.ino === statSync(working).ino
    if (isPublished && known?.state !== 'present') {
      const sha256 = await fileHash(object)
      if (kind === 'config' || sha256 === id) {
        const role = clients.get(client)?.role
        await tenant.journal.append({
          verb: 'RECOVER',
          client,
          ...(role === undefined ? {} : { role }),
          repository,
          type: kind,
          id,
          size: statSync(object).size,
          ...(kind === 'config' ? { sha256 } : {}),
        })
        result.recovered += 1
      }
    } else if (!isPublished) result.discarded += 1
    await unlink(working)
  }
}

/** Looks at every object by its name: a set of all names on disk would take more memory than the ledger. */
async function findMissing(
  vault: string,
  tenant: Tenant,
  repository: string,
  result: Reconciled,
): Promise<void> {
  for (const { kind, id, state } of tenant.ledger.objects(repository)) {
    if (state === 'deleted' || state === 'missing') continue
    if (statSync(objectPath(vault, { repository, kind, id }), { throwIfNoEntry: false })?.isFile() === true)
      continue
    await tenant.journal.append({ verb: 'MISSING', repository, type: kind, id })
    // Locks are removed by hand now and then; nothing depends on an old one.
    if (kind !== 'locks') result.missing.push(`${repository}/${kind}/${id}`)
  }
}

async function compareObject(
  vault: string,
  tenant: Tenant,
  name: { readonly repository: string; readonly kind: FileKind; readonly id: string },
  size: number,
  result: Reconciled,
): Promise<void> {
  const { repository, kind: type, id } = name
  const known = tenant.ledger.get(repository, type, id)
  if (known?.state === 'deleted') {
    await removeObject(vault, name)
    result.finished += 1
  } else if (known === undefined) {
    await tenant.journal.append({ verb: 'FOUND', repository, type, id, size })
    if (type !== 'locks') result.found.push(`${repository}/${type}/${id}`)
  } else if (known.state === 'missing') {
    await tenant.journal.append({ verb: 'FOUND', repository, type, id, size })
  } else if (known.size !== size) {
    await tenant.journal.append({ verb: 'CHANGED', repository, type, id, size })
    result.changed.push(`${repository}/${type}/${id}`)
  }
}

async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
