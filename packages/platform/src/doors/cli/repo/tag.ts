import { changeTags, printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from '../context.ts'
import { parseTags } from '../flags/flag-values.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'
import { snapshotFilter, type SnapshotFilterFlags, snapshotFilterFlags } from './snapshot-filter.ts'

interface Flags extends RepositoryFlags, SnapshotFilterFlags {
  readonly set?: readonly (readonly string[])[]
  readonly add?: readonly (readonly string[])[]
  readonly remove?: readonly (readonly string[])[]
  readonly dryRun: boolean
  readonly json: boolean
}

const tags = (brief: string) =>
  ({ kind: 'parsed', parse: parseTags, optional: true, variadic: true, brief, placeholder: 'tags' }) as const

export const repoTag = buildCommand<Flags, string[], AnlaufContext>({
  docs: { brief: 'Change the tags of snapshots' },
  parameters: {
    flags: {
      ...repositoryFlags,
      ...snapshotFilterFlags,
      set: tags('Replace all tags by these: a,b; "" takes them away'),
      add: tags('Add these tags: a,b (repeatable)'),
      remove: tags('Remove these tags: a,b (repeatable)'),
      dryRun: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Show what would change, change nothing',
      },
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
    aliases: { r: 'repo', p: 'passwordFile', H: 'host', n: 'dryRun' },
    positional: {
      kind: 'array',
      parameter: { parse: String, brief: 'Snapshot id, its beginning, or "latest"', placeholder: 'snapshot' },
    },
  },
  async func(flags, ...ids) {
    const repository = await openNamedRepository(this, flags)
    const changed = await changeTags(repository, {
      ids,
      filter: snapshotFilter(flags),
      dryRun: flags.dryRun,
      signal: this.signal,
      ...(flags.set === undefined ? {} : { set: flags.set.flat() }),
      ...(flags.add === undefined ? {} : { add: flags.add.flat() }),
      ...(flags.remove === undefined ? {} : { remove: flags.remove.flat() }),
    })
    if (flags.json) {
      printJson(this, {
        message_type: 'summary',
        dry_run: flags.dryRun,
        changed_snapshots: changed.length,
        snapshots: changed.map(({ from, to, tags: after }) => ({
          old_snapshot_id: from.id,
          ...(to === undefined ? {} : { new_snapshot_id: to.id }),
          tags: after,
        })),
      })
      return
    }
    const count =
      changed.length === 0 ? 'no snapshots were modified' : `modified tags on ${changed.length} snapshots`
    printLines(this, [
      ...changed.map(
        ({ from, to, tags: after }) =>
          `${from.id.slice(0, 8)} → ${to?.id.slice(0, 8) ?? '?'}  ${after.map(printName).join(',')}`,
      ),
      flags.dryRun ? `Dry run: would have ${count}` : count,
    ])
  },
})
