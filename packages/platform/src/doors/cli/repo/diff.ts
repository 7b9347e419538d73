import { diffSnapshots, type DiffResult, type DiffSide, printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from '../context.ts'
import { formatBytes, formatCount, printJsonLine, printLines } from '../terminal/output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'
import { choosePlace } from './snapshot-choice.ts'

interface DiffFlags extends RepositoryFlags {
  readonly metadata: boolean
  readonly quiet: boolean
  readonly json: boolean
}

const off = { kind: 'boolean', default: false, withNegated: false } as const
const place = {
  parse: String,
  brief: 'Snapshot id, its beginning, "latest", or SNAPSHOT:/folder',
  placeholder: 'snapshot',
} as const

export const repoDiff = buildCommand<DiffFlags, [string, string], AnlaufContext>({
  docs: {
    brief: 'Show what differs between two snapshots: + added, - removed, M content, T type, U metadata',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      metadata: { ...off, brief: 'Also changes of metadata' },
      quiet: { ...off, brief: 'Only the figures' },
      json: { ...off, brief: 'One JSON object a line' },
    },
    aliases: { r: 'repo', p: 'passwordFile', q: 'quiet' },
    positional: { kind: 'tuple', parameters: [place, place] },
  },
  async func(flags, first, second) {
    const repository = await openNamedRepository(this, flags)
    const [before, after] = [
      await choosePlace(this, repository, first),
      await choosePlace(this, repository, second),
    ]
    const result = await diffSnapshots(repository, before, after, {
      metadata: flags.metadata,
      signal: this.signal,
      onChange: ({ path, modifier }) => {
        if (flags.json) {
          if (!flags.quiet) printJsonLine(this, { message_type: 'change', path, modifier })
        } else if (!flags.quiet) printLines(this, [`${modifier.padEnd(5)}${printName(path)}`])
      },
      onProblem: ({ path, error }) => {
        this.process.exitCode = 1
        this.process.stderr.write(`not compared: ${path}: ${error.message}\n`)
      },
    })
    if (flags.json) printJsonLine(this, statistics(result, first, second))
    else printLines(this, figures(result))
  },
})

function statistics(result: DiffResult, before: string, after: string): Record<string, unknown> {
  const side = ({ files, dirs, others, dataBlobs, treeBlobs, bytes }: DiffSide): Record<string, number> => ({
    files,
    dirs,
    others,
    data_blobs: dataBlobs,
    tree_blobs: treeBlobs,
    bytes,
  })
  return {
    message_type: 'statistics',
    source_snapshot: before,
    target_snapshot: after,
    changed_files: result.changedFiles,
    added: side(result.added),
    removed: side(result.removed),
  }
}

function figures({ added, removed, changedFiles }: DiffResult): string[] {
  const line = (what: string, field: 'files' | 'dirs' | 'others' | 'dataBlobs' | 'treeBlobs'): string =>
    `${what.padEnd(12)}${formatCount(added[field])} new, ${formatCount(removed[field])} removed`
  return [
    '',
    `${line('Files:', 'files')}, ${formatCount(changedFiles)} changed`,
    line('Folders:', 'dirs'),
    line('Others:', 'others'),
    line('Data blobs:', 'dataBlobs'),
    line('Tree blobs:', 'treeBlobs'),
    `Added:      ${formatBytes(added.bytes)}`,
    `Removed:    ${formatBytes(removed.bytes)}`,
  ]
}
