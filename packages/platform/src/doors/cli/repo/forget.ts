import {
  forget,
  type ForgetGroup,
  type ForgetResult,
  type GroupField,
  isEmptyPolicy,
  printName,
  prune,
  pruneLocked,
  type PruneResult,
  type Snapshot,
} from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from '../context.ts'
import { parseGroupBy } from '../flags/flag-values.ts'
import { describePolicy, type KeepFlags, keepFlags, keepPolicy } from './keep-flags.ts'
import { localTime } from './node-line.ts'
import { counted, printJson, printLines, progressLine, tableLines } from '../terminal/output.ts'
import type { ProgressFigures } from '../terminal/progress-figures.ts'
import { type PruneFlags, pruneFlags, pruneLines, pruneOptions } from './prune-flags.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'
import { snapshotFilter, type SnapshotFilterFlags, snapshotFilterFlags } from './snapshot-filter.ts'
import { snapshotJson } from './snapshot-json.ts'

interface Flags extends RepositoryFlags, SnapshotFilterFlags, PruneFlags {
  readonly compact: boolean
  readonly groupBy: readonly GroupField[]
  readonly prune: boolean
  readonly unsafeAllowRemoveAll: boolean
  readonly dryRun: boolean
  readonly json: boolean
}

export const repoForget = buildCommand<Flags & KeepFlags, string[], AnlaufContext>({
  docs: { brief: 'Remove snapshots by rules, or those that are named; see first with --dry-run' },
  parameters: {
    flags: {
      ...repositoryFlags,
      ...keepFlags,
      ...snapshotFilterFlags,
      ...pruneFlags,
      groupBy: {
        kind: 'parsed',
        parse: parseGroupBy,
        default: 'host,paths',
        brief: 'Apply the rules to each host, paths or tags apart; "" for all together',
        placeholder: 'fields',
      },
      compact: { kind: 'boolean', default: false, withNegated: false, brief: 'Without paths' },
      prune: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Remove the data too, when any snapshot went',
      },
      unsafeAllowRemoveAll: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Allow rules that leave nothing of a group',
      },
      dryRun: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Show what would go, change nothing',
      },
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
    aliases: {
      r: 'repo',
      p: 'passwordFile',
      l: 'keepLast',
      H: 'keepHourly',
      d: 'keepDaily',
      w: 'keepWeekly',
      m: 'keepMonthly',
      y: 'keepYearly',
      c: 'compact',
      g: 'groupBy',
      n: 'dryRun',
    },
    positional: {
      kind: 'array',
      parameter: { parse: String, brief: 'Snapshot id, its beginning, or "latest"', placeholder: 'snapshot' },
    },
  },
  async func(flags, ...ids) {
    const repository = await openNamedRepository(this, flags)
    const policy = keepPolicy(flags)
    using progress = progressLine(this, { quiet: flags.json })
    const common = {
      signal: this.signal,
      onProgress: (figures: ProgressFigures) => progress.update(figures),
    }
    let pruned: PruneResult | undefined
    const result = await forget(repository, {
      ids,
      policy,
      filter: snapshotFilter(flags),
      groupBy: flags.groupBy,
      allowRemoveAll: flags.unsafeAllowRemoveAll,
      dryRun: flags.dryRun,
      ...common,
      async afterwards(lock) {
        if (flags.prune) pruned = await pruneLocked(repository, lock, { ...pruneOptions(flags), ...common })
      },
    })
    if (flags.dryRun && flags.prune && result.removed.length > 0) {
      const without = result.removed.map(({ id }) => id)
      pruned = await prune(repository, { ...pruneOptions(flags), ...common, dryRun: true, without })
    }
    progress.end()
    for (const { snapshot, error } of result.failed) {
      this.process.stderr.write(`not removed: ${snapshot.id.slice(0, 8)}: ${error.message}\n`)
    }
    // 3 is restic's exit code for "some snapshots could not be removed".
    if (result.failed.length > 0) this.process.exitCode = 3
    // A real run would have stopped; so does a script that looks first.
    if (result.emptied.length > 0) this.process.exitCode = 1
    if (flags.json) {
      printJson(this, result.groups.map(groupJson))
      return
    }
    const isByPolicy = ids.length === 0 && !isEmptyPolicy(policy)
    printLines(this, [
      ...(isByPolicy ? [`Applying Policy: ${describePolicy(policy)}`] : []),
      ...result.groups.flatMap((group) => groupLines(group, { compact: flags.compact, isByPolicy })),
      ...summaryLines(result, flags, ids.length === 0 && !isByPolicy),
      ...(pruned === undefined ? [] : pruneLines(pruned, flags)),
    ])
  },
})

function groupLines(group: ForgetGroup, how: { compact: boolean; isByPolicy: boolean }): string[] {
  const row = (snapshot: Snapshot, reasons: readonly string[]): string[] => [
    snapshot.id.slice(0, 8),
    localTime(snapshot.time),
    printName(snapshot.hostname ?? ''),
    (snapshot.tags ?? []).map(printName).join(','),
    ...(how.isByPolicy ? [reasons.map(printName).join(', ')] : []),
    ...(how.compact ? [] : [snapshot.paths.map(printName).join(' ')]),
  ]
  const head = [
    'ID',
    'Time',
    'Host',
    'Tags',
    ...(how.isByPolicy ? ['Reasons'] : []),
    ...(how.compact ? [] : ['Paths']),
  ]
  const part = (title: string, rows: readonly string[][]): string[] =>
    rows.length === 0 ? [] : ['', title, ...tableLines([head, ...rows])]
  return [
    ...part(
      `keep ${counted(group.keep.length, 'snapshot')}:`,
      group.keep.map(({ snapshot, reasons }) => row(snapshot, reasons)),
    ),
    ...part(
      `remove ${counted(group.remove.length, 'snapshot')}:`,
      group.remove.map((snapshot) => row(snapshot, [])),
    ),
  ]
}

function summaryLines(result: ForgetResult, { dryRun }: { dryRun: boolean }, isIdle: boolean): string[] {
  if (isIdle && result.removed.length === 0) return ['no policy was specified, no snapshots will be removed']
  const removed = counted(result.removed.length, 'snapshot')
  return [
    '',
    ...result.emptied.map(
      ({ host, paths }) =>
        `Nothing would be left of ${[host ?? '', ...(paths ?? [])].map(printName).join(' ')}: a real run refuses that without --unsafe-allow-remove-all.`,
    ),
    dryRun ? `Would remove ${removed}; nothing was changed.` : `${removed} removed.`,
  ]
}

/** restic's form; the counters show what is left of each count. */
function groupJson({ host, paths, tags, keep, remove }: ForgetGroup): Record<string, unknown> {
  return {
    tags: tags ?? null,
    host: host ?? '',
    paths: paths ?? null,
    keep: keep.map(({ snapshot }) => snapshotJson(snapshot)),
    remove: remove.map(snapshotJson),
    reasons: keep.map(({ snapshot, reasons, counters }) => ({
      snapshot: snapshotJson(snapshot),
      matches: reasons,
      counters,
    })),
  }
}
