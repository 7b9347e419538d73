import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import {
  chooseBase,
  readBaseFile,
  readClusterStore,
  readRecoveredCluster,
} from '../../../../adapters/postgres-source/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import {
  compareInventories,
  type Inventory,
  parseInventory,
} from '../../../../phases/recover/databases/index.ts'
import type { AnlaufContext } from '../../context.ts'
import { printJson, printLines } from '../../terminal/output.ts'
import { binFlag } from '../../protect/postgres/postgres-flags.ts'
import { changeLines } from '../change-lines.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../../access/repository-access.ts'

interface Flags extends RepositoryFlags {
  readonly in: string
  readonly base?: string
  readonly clean?: string
  readonly bin?: string
  readonly json: boolean
}

const text = { kind: 'parsed', parse: String } as const

export const recoverPostgresChanges = buildCommand<Flags, [], AnlaufContext>({
  docs: {
    brief: 'What became of roles, functions, triggers, extensions and rights since a clean state',
    fullDescription:
      'Compares a recovered cluster with the inventory of a base backup (default: the one it was made from), or with another recovered cluster (--clean). For a person to look at; nothing is changed.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      in: { ...text, brief: 'Folder of "recover postgres run"', placeholder: 'folder' },
      base: { ...text, optional: true, brief: 'Base backup that is believed clean', placeholder: 'id' },
      clean: {
        ...text,
        optional: true,
        brief: 'Folder of a recovery that is believed clean',
        placeholder: 'folder',
      },
      bin: binFlag,
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const folder = resolve(flags.in)
    const { state } = await readRecoveredCluster(folder, flags.bin)
    const found = await inventoryIn(folder)
    const clean =
      flags.clean === undefined
        ? await inventoryOfBase(this, flags, {
            cluster: state.plan.cluster,
            base: flags.base ?? state.plan.base,
          })
        : await inventoryIn(resolve(flags.clean))
    const compared = compareInventories(clean, found)
    if (flags.json) printJson(this, compared)
    else printLines(this, changeLines(compared))
  },
})

async function inventoryIn(folder: string): Promise<Inventory> {
  const file = join(folder, 'inventory.json')
  return readable(await readFile(file, 'utf8').catch(() => ''), file)
}

async function inventoryOfBase(
  context: AnlaufContext,
  flags: Flags,
  { cluster, base }: { readonly cluster: string; readonly base: string },
): Promise<Inventory> {
  const repository = await openNamedRepository(context, flags)
  const { snapshot } = chooseBase(await readClusterStore(repository, cluster), cluster, { id: base })
  return readable(
    (await readBaseFile(repository, snapshot, cluster, 'inventory.json')) ?? '',
    `base backup ${base}`,
  )
}

function readable(text: string, place: string): Inventory {
  const inventory = parseInventory(text)
  if (inventory !== undefined) return inventory
  throw new AnlaufError('input-invalid', `There is no inventory in ${place}.`, {
    hint: '"anlauf recover postgres run" writes one at its end, "anlauf protect postgres base" stores one.',
  })
}
