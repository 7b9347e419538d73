/**
 * One recovery in a process of its own, so that a test can kill it. Arguments: repository, plan file, clean room,
 * quarantine. Says `started`, then how many items are done, a line each.
 */
import { localStorage, openRepository } from '@anlauf/repository'

import { startYaraScanner } from '../../packages/platform/src/adapters/scanners/index.ts'
import {
  memoryVerdictCache,
  readPlanFile,
  runRecovery,
} from '../../packages/platform/src/phases/recover/index.ts'
import { password } from '../../packages/platform/src/phases/recover/recovery.fixture.ts'
import { rules } from './bundled-rules.ts'

const [, , place = '', plan = '', cleanRoom = '', quarantine = ''] = process.argv
const repository = await openRepository(localStorage(place), { password })
const scanner = await startYaraScanner({ rules: [rules], processes: 1 })
process.stdout.write('started\n')
await runRecovery({
  repository,
  plan: readPlanFile(plan),
  cleanRoom,
  quarantine,
  scanner,
  verdicts: memoryVerdictCache(),
  onProgress: ({ done }) => process.stdout.write(`${done}\n`),
})
await scanner.close()
