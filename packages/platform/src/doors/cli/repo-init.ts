import { initRepository } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from './context.ts'
import { printJson, printLines } from './output.ts'
import { namedPassword, namedStorage, type RepositoryFlags, repositoryFlags } from './repository-access.ts'

export const repoInit = buildCommand<RepositoryFlags & { json: boolean }, [], AnlaufContext>({
  docs: { brief: 'Create a repository that stock restic can use' },
  parameters: {
    flags: { ...repositoryFlags, json: { kind: 'boolean', default: false, brief: 'JSON on stdout' } },
  },
  async func(flags) {
    const repository = await initRepository(await namedStorage(this, flags), {
      password: await namedPassword(this, flags),
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
