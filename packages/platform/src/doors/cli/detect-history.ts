import { buildCommand } from '@stricli/core'

import { tenantOf } from '../../core/estate/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import { detectHistory, type HistoryReport } from '../../phases/detect/index.ts'
import type { AnlaufContext } from './context.ts'
import { timelineLines } from './detect-timeline.ts'
import { readEstateFile } from './estate-file.ts'
import { estateFlag } from './estate-flag.ts'
import { printJson, printLines, progressLine } from './output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from './repository-access.ts'

interface DetectFlags extends RepositoryFlags {
  readonly estate?: string
  readonly host?: readonly string[]
  readonly json: boolean
}

export const detectHistoryCommand = buildCommand<DetectFlags, [], AnlaufContext>({
  docs: {
    brief: 'Say when encryption began, whom it hit, and which version of each file is clean',
    fullDescription:
      'Reads the snapshots of a repository in time order. Only trees are read, and the bytes of files that changed. Exit code 0 says that the history was read, whatever was found: ask "onset" in the JSON. Exit code 1 says that it could not be read.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      estate: { ...estateFlag, optional: true },
      host: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'Only snapshots of this host (repeatable)',
      },
      json: { kind: 'boolean', default: false, brief: 'The whole report as JSON on stdout' },
    },
  },
  async func(flags) {
    const estate = flags.estate === undefined ? undefined : readEstateFile(flags.estate)
    const repository = await openNamedRepository(this, flags)
    using progress = progressLine(this, { quiet: flags.json })
    const report = await detectHistory(repository, {
      signal: this.signal,
      ...(flags.host === undefined ? {} : { hosts: flags.host }),
      ...(estate === undefined ? {} : { place: (host, path) => tenantOf(estate, { host, path }) }),
      onProgress: ({ done, total, bytesDone }) =>
        progress.update({ phase: 'detect', done, total, bytesDone }),
    })
    progress.end()
    refuseUnknownHosts(flags.host ?? [], report)
    if (flags.json) printJson(this, report)
    else printLines(this, timelineLines(report, flags))
  },
})

/** A mistyped host must not look like a night without findings. */
function refuseUnknownHosts(hosts: readonly string[], { snapshots }: HistoryReport): void {
  const unknown = hosts.filter((host) => !snapshots.some((snapshot) => snapshot.host === host))
  if (unknown.length === 0) return
  throw new AnlaufError('not-found', `No snapshot in this repository is of the host ${unknown.join(', ')}.`, {
    hint: 'See which hosts there are with: anlauf repo snapshots',
  })
}
