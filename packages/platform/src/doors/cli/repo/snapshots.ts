import {
  groupSnapshots,
  type GroupField,
  printName,
  type Snapshot,
  type SnapshotGroup,
} from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from '../context.ts'
import { parseCount, parseGroupBy } from '../flags/flag-values.ts'
import { localTime } from './node-line.ts'
import { printJson, printLines, tableLines } from '../terminal/output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'
import { chooseSnapshots } from './snapshot-choice.ts'
import { snapshotFilter, type SnapshotFilterFlags, snapshotFilterFlags } from './snapshot-filter.ts'
import { snapshotJson } from './snapshot-json.ts'

interface SnapshotsFlags extends RepositoryFlags, SnapshotFilterFlags {
  readonly compact: boolean
  readonly latest?: number
  readonly groupBy?: readonly GroupField[]
  readonly json: boolean
}

export const repoSnapshots = buildCommand<SnapshotsFlags, string[], AnlaufContext>({
  docs: { brief: 'List the snapshots of a repository' },
  parameters: {
    flags: {
      ...repositoryFlags,
      ...snapshotFilterFlags,
      compact: { kind: 'boolean', default: false, withNegated: false, brief: 'Without paths' },
      latest: {
        kind: 'parsed',
        parse: parseCount,
        optional: true,
        brief: 'Only the last n of each host and its paths',
        placeholder: 'n',
      },
      groupBy: {
        kind: 'parsed',
        parse: parseGroupBy,
        optional: true,
        brief: 'One list for each host, paths or tags: host,paths',
        placeholder: 'fields',
      },
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
    aliases: { r: 'repo', p: 'passwordFile', H: 'host', c: 'compact', g: 'groupBy' },
    positional: {
      kind: 'array',
      parameter: { parse: String, brief: 'Snapshot id, its beginning, or "latest"', placeholder: 'snapshot' },
    },
  },
  async func(flags, ...wanted) {
    const repository = await openNamedRepository(this, flags)
    const chosen = await chooseSnapshots(this, repository, wanted, snapshotFilter(flags))
    const { groupBy = [] } = flags
    const groups = groupSnapshots(chosen, groupBy).map((group) => ({
      ...group,
      snapshots: flags.latest ? lastOfEach(group.snapshots, flags.latest) : group.snapshots,
    }))
    if (flags.json) {
      const all = groups.flatMap(({ snapshots }) => snapshots.map(snapshotJson))
      printJson(this, groupBy.length === 0 ? all : groups.map(groupJson))
      return
    }
    if (groups.length === 0) printLines(this, ['No snapshots.'])
    for (const group of groups) {
      printLines(this, [
        ...(groupBy.length === 0 ? [] : ['', headingOf(group)]),
        ...tableOf(group.snapshots, flags),
        `${group.snapshots.length} snapshots`,
      ])
    }
  },
})

/** The last n of each host and its paths, by time. */
function lastOfEach(snapshots: readonly Snapshot[], count: number): readonly Snapshot[] {
  const kept = groupSnapshots(snapshots, ['host', 'paths']).flatMap((group) => group.snapshots.slice(-count))
  return snapshots.filter((snapshot) => kept.includes(snapshot))
}

function groupJson({ host, paths, tags, snapshots }: SnapshotGroup): Record<string, unknown> {
  return {
    group_key: { hostname: host ?? '', paths: paths ?? null, tags: tags?.length ? tags : null },
    snapshots: snapshots.map(snapshotJson),
  }
}

function headingOf({ host, paths, tags }: SnapshotGroup): string {
  const list = (names: readonly string[]): string => `[${names.map(printName).join(', ')}]`
  return `Snapshots of ${[
    ...(host === undefined ? [] : [`host ${list([host])}`]),
    ...(tags === undefined ? [] : [`tags ${list(tags)}`]),
    ...(paths === undefined ? [] : [`paths ${list(paths)}`]),
  ].join(', ')}:`
}

function tableOf(snapshots: readonly Snapshot[], { compact }: { compact: boolean }): string[] {
  const rows = snapshots.map((snapshot) => [
    snapshot.id.slice(0, 8),
    localTime(snapshot.time),
    printName(snapshot.hostname ?? ''),
    (snapshot.tags ?? []).map(printName).join(','),
    ...(compact ? [] : [snapshot.paths.map(printName).join(' ')]),
  ])
  return tableLines([['ID', 'Time', 'Host', 'Tags', ...(compact ? [] : ['Paths'])], ...rows])
}
