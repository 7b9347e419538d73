import { prune } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from '../context.ts'
import { printJson, printLines, progressLine } from '../terminal/output.ts'
import { type PruneFlags, pruneFlags, pruneLines, pruneOptions } from './prune-flags.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'

interface Flags extends RepositoryFlags, PruneFlags {
  readonly dryRun: boolean
  readonly json: boolean
}

export const repoPrune = buildCommand<Flags, [], AnlaufContext>({
  docs: { brief: 'Remove data that no snapshot needs' },
  parameters: {
    flags: {
      ...repositoryFlags,
      ...pruneFlags,
      dryRun: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Show what would go, change nothing',
      },
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
    aliases: { r: 'repo', p: 'passwordFile', n: 'dryRun' },
  },
  async func(flags) {
    const repository = await openNamedRepository(this, flags)
    using progress = progressLine(this, { quiet: flags.json })
    const result = await prune(repository, {
      ...pruneOptions(flags),
      dryRun: flags.dryRun,
      signal: this.signal,
      onProgress: (figures) => progress.update(figures),
    })
    progress.end()
    if (flags.json) printJson(this, { message_type: 'summary', dry_run: flags.dryRun, ...result })
    else printLines(this, pruneLines(result, flags))
  },
})
