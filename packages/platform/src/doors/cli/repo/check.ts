import { check } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from '../context.ts'
import { formatBytes, formatCount, printJson, printLines, progressLine } from '../terminal/output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'

interface CheckFlags extends RepositoryFlags {
  readonly readData: boolean
  readonly json: boolean
}

export const repoCheck = buildCommand<CheckFlags, [], AnlaufContext>({
  docs: { brief: 'Check a repository for damage' },
  parameters: {
    flags: {
      ...repositoryFlags,
      readData: { kind: 'boolean', default: false, brief: 'Read and verify every byte of every pack' },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const repository = await openNamedRepository(this, flags)
    using progress = progressLine(this, { quiet: flags.json })
    const report = await check(repository, {
      readData: flags.readData,
      signal: this.signal,
      onProgress: (figures) => progress.update(figures),
    })
    progress.end()
    const errors = report.findings.filter((finding) => finding.severity === 'error').length
    if (errors > 0) this.process.exitCode = 1
    if (flags.json) {
      printJson(this, { message_type: 'summary', num_errors: errors, ...report })
      return
    }
    printLines(this, [
      ...report.findings.map(
        (finding) =>
          `${finding.severity}: ${finding.code}: ${finding.object}: ${finding.message} ${finding.hint}`,
      ),
      `Checked ${formatCount(report.snapshots)} snapshots, ${formatCount(report.trees)} trees, ${formatCount(report.packs)} packs, ${formatCount(report.blobs)} blobs${flags.readData ? `, ${formatBytes(report.bytesRead)} read` : ''}.`,
      errors === 0 ? 'No errors were found.' : `${formatCount(errors)} errors were found.`,
    ])
  },
})
