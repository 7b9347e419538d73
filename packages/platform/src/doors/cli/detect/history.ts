import { buildCommand } from '@stricli/core'

import { detectHistory } from '../../../phases/detect/index.ts'
import type { AnlaufContext } from '../context.ts'
import { timelineLines } from './timeline.ts'
import { historyScope, historyScopeFlags, type HistoryScopeFlags } from './history-scope.ts'
import { printJson, printLines, progressLine } from '../terminal/output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'

interface DetectFlags extends RepositoryFlags, HistoryScopeFlags {
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
      ...historyScopeFlags,
      json: { kind: 'boolean', default: false, brief: 'The whole report as JSON on stdout' },
    },
  },
  async func(flags) {
    const repository = await openNamedRepository(this, flags)
    const scope = await historyScope(flags, repository)
    using progress = progressLine(this, { quiet: flags.json })
    const report = await detectHistory(repository, {
      signal: this.signal,
      ...scope,
      onProgress: ({ done, total, bytesDone }) =>
        progress.update({ phase: 'detect', done, total, bytesDone }),
    })
    progress.end()
    if (flags.json) printJson(this, report)
    else printLines(this, timelineLines(report, flags))
  },
})
