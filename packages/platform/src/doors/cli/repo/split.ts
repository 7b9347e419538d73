import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from '../context.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { newPasswordFlag } from '../access/password-file.ts'
import { repositoryFlags } from '../access/repository-access.ts'
import type { SplitFlags } from './split-run.ts'

export const repoSplit = buildCommand<SplitFlags, [], AnlaufContext>({
  docs: { brief: 'Write one tenant’s part of a shared repository into a repository of its own' },
  parameters: {
    flags: {
      ...repositoryFlags,
      estate: estateFlag,
      tenant: { kind: 'parsed', parse: String, brief: 'Whose part: the id in the estate', placeholder: 'id' },
      to: {
        kind: 'parsed',
        parse: String,
        brief: 'Where the new repository goes: an empty folder or rest:, s3:, sftp:',
        placeholder: 'location',
      },
      newPasswordFile: newPasswordFlag,
      dryRun: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Show what would go over, write nothing',
      },
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
    aliases: { r: 'repo', p: 'passwordFile', n: 'dryRun' },
  },
  // The reader of estate files is as large as all other repository commands together.
  async func(flags) {
    const { runSplit } = await import('./split-run.ts')
    await runSplit(this, flags)
  },
})
