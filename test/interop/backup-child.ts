/** Runs one backup in a process of its own, so that a test can kill it. Arguments: repository, source. */
import { backup, localStorage, openRepository } from '@anlauf/repository'

import { password } from './stock-restic.ts'

const [, , place = '', source = ''] = process.argv
const repository = await openRepository(localStorage(place), { password })
process.stdout.write('started\n')
await backup(repository, { paths: [source], hostname: 'files1' })
