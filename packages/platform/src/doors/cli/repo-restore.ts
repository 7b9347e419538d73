import { restore } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from './context.ts'
import { formatBytes, formatCount, formatSeconds, printJson, printLines, progressLine } from './output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from './repository-access.ts'
import { chooseSnapshot } from './snapshot-choice.ts'

interface RestoreFlags extends RepositoryFlags {
  readonly target: string
  readonly include?: readonly string[]
  readonly dryRun: boolean
  readonly json: boolean
}

export const repoRestore = buildCommand<RestoreFlags, [string], AnlaufContext>({
  docs: { brief: 'Restore a snapshot; every byte is verified before it is written' },
  parameters: {
    flags: {
      ...repositoryFlags,
      target: { kind: 'parsed', parse: String, brief: 'Folder to restore into', placeholder: 'folder' },
      include: { kind: 'parsed', parse: String, optional: true, variadic: true, brief: 'Only these paths' },
      dryRun: { kind: 'boolean', default: false, brief: 'Show what would be restored, write nothing' },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
    positional: {
      kind: 'tuple',
      parameters: [
        { parse: String, brief: 'Snapshot id, its beginning, or "latest"', placeholder: 'snapshot' },
      ],
    },
  },
  async func(flags, wanted) {
    const repository = await openNamedRepository(this, flags)
    const snapshot = await chooseSnapshot(repository, wanted)
    const startedAt = performance.now()
    using progress = progressLine(this, { quiet: flags.json })
    const result = await restore(repository, snapshot, {
      target: flags.target,
      dryRun: flags.dryRun,
      signal: this.signal,
      ...(flags.include === undefined ? {} : { include: flags.include }),
      onProgress: (figures) => progress.update(figures),
    })
    progress.end()
    if (result.problems.length > 0) this.process.exitCode = 1
    for (const problem of result.problems) {
      this.process.stderr.write(`not restored: ${problem.path}: ${problem.message}\n`)
    }
    if (flags.json) {
      printJson(this, { message_type: 'summary', snapshot_id: snapshot.id, dry_run: flags.dryRun, ...result })
      return
    }
    const seconds = (performance.now() - startedAt) / 1000
    printLines(this, [
      `${flags.dryRun ? 'Would restore' : 'Restored'} ${formatCount(result.files)} files, ${formatBytes(result.bytes)} in ${formatSeconds(seconds)} (${formatBytes(result.bytes / seconds)}/s) to ${flags.target}`,
      result.problems.length === 0
        ? 'Every file was verified while it was written.'
        : `${formatCount(result.problems.length)} entries were not restored; they are named above.`,
    ])
  },
})
