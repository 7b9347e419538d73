import { createHmac } from 'node:crypto'

import type { Repository } from '@anlauf/repository'

import { type Database, knownInsides } from '../../../adapters/database/index.ts'
import type { KnownInsides } from '../../../phases/recover/index.ts'

/** What is known of the insides of a repository's contents: for all who can open it, on whatever machine. */
export function insidesOf(
  database: Database,
  { id, masterKey }: Pick<Repository, 'id' | 'masterKey'>,
): KnownInsides {
  const key = createHmac('sha256', masterKey.encrypt).update('anlauf known insides v1').digest()
  return knownInsides(database, { repository: id, key })
}
