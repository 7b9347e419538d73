import { buildCommand } from '@stricli/core'

import { chooseDump, listDumps, readInventory } from '../../../../adapters/mariadb-source/index.ts'
import { compareServers } from '../../../../phases/recover/databases/mariadb/index.ts'
import type { AnlaufContext } from '../../context.ts'
import { serverFlag } from '../../protect/mariadb/mariadb-flags.ts'
import { printJson, printLines } from '../../terminal/output.ts'
import { changeLines } from '../change-lines.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../../access/repository-access.ts'

interface Flags extends RepositoryFlags {
  readonly server: string
  readonly clean: string
  readonly dump?: string
  readonly json: boolean
}

export const recoverMariadbChanges = buildCommand<Flags, [], AnlaufContext>({
  docs: {
    brief: 'What became of accounts, rights, routines, triggers, events and plugins between two dumps',
    fullDescription:
      'Compares the inventory of a dump (default: the newest) with that of one that is believed clean. For a person to look at; nothing is loaded.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      server: serverFlag,
      clean: { kind: 'parsed', parse: String, brief: 'Dump that is believed clean', placeholder: 'id' },
      dump: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Dump to look at (default: the newest)',
        placeholder: 'id',
      },
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const repository = await openNamedRepository(this, flags)
    const dumps = await listDumps(repository, flags.server)
    const inventoryOf = (id: string | undefined) =>
      readInventory(repository, chooseDump(dumps, flags.server, { id }))
    const changes = compareServers(await inventoryOf(flags.clean), await inventoryOf(flags.dump))
    if (flags.json) printJson(this, { changes })
    else printLines(this, changeLines({ changes, comparesSecrets: true }))
  },
})
