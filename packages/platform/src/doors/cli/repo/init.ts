import { initRepository } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from '../context.ts'
import { type FromRepositoryFlags, fromRepositoryFlags, openFromRepository } from './from-repository.ts'
import { printJson, printLines } from '../terminal/output.ts'
import {
  namedPassword,
  namedStorage,
  type RepositoryFlags,
  repositoryFlags,
} from '../access/repository-access.ts'

interface InitFlags extends RepositoryFlags, FromRepositoryFlags {
  readonly copyChunkerParams: boolean
  readonly repositoryVersion: 'stable' | 'latest' | '1' | '2'
  readonly json: boolean
}

export const repoInit = buildCommand<InitFlags, [], AnlaufContext>({
  docs: { brief: 'Create a repository that stock restic can use' },
  parameters: {
    flags: {
      ...repositoryFlags,
      ...fromRepositoryFlags,
      copyChunkerParams: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief:
          'Cut files at the same places as the repository of --from-repo, so that copies and backups share data',
      },
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
    const other = flags.copyChunkerParams ? await openFromRepository(this, flags) : undefined
    const repository = await initRepository(await namedStorage(this, flags), {
      password: await namedPassword(this, flags),
      ...(other === undefined ? {} : { polynomial: other.config.chunkerPolynomial }),
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
