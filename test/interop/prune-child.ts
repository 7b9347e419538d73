/** Runs one prune in a process of its own, so that a test can kill it. Argument: repository. */
import { localStorage, openRepository, prune } from '@anlauf/repository'

import { password } from './stock-restic.ts'

const repository = await openRepository(localStorage(process.argv[2] ?? ''), { password })
process.stdout.write('started\n')
await prune(repository, { maxUnused: { bytes: 0 } })
