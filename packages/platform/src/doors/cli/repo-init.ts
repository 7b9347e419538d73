import { initRepository } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from './context.ts'
import { printJson, printLines } from './output.ts'
import { namedPassword, namedStorage, type RepositoryFlags, repositoryFlags } from './repository-access.ts'

interface InitFlags extends RepositoryFlags {
  readonly repositoryVersion: 'stable' | 'latest' | '1' | '2'
  readonly json: boolean
}

export const repoInit = buildCommand<InitFlags, [], AnlaufContext>({
  docs: { brief: 'Create a repository that stock restic can use' },
  parameters: {
    flags: {
      ...repositoryFlags,
      repositoryVersion: {
        kind: 'enum',
        values: ['stable', 'latest', '1', '2'],
        default: 'stable',
        brief: 'Format: 1 is for programs older than restic 0.14 and knows no compression',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
    aliases: { r: 'repo', p: 'passwordFile' },
  },
  async func(flags) {
    const repository = await initRepository(await namedStorage(this, flags), {
      password: await namedPassword(this, flags),
      version: flags.repositoryVersion === '1' ? 1 : 2,
    })
    if (flags.json) printJson(this, { message_type: 'initialized', id: repository.id })
    else {
      printLines(this, [
        `Repository ${repository.id.slice(0, 10)} created.`,
        'Keep the password safe and apart from the backups: without it nobody can read them.',
      ])
    }
  },
})
