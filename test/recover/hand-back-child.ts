/**
 * One hand-back in a process of its own that ends itself with SIGKILL: `copy` half-way, `event` once the event is in
 * the log, `folder` once the folder has its name. Arguments: moment, home of the database, then the options as JSON.
 */
import { generateKeyPairSync } from 'node:crypto'

import { evidenceLog, openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import { openCase } from '../../packages/platform/src/core/case/index.ts'
import type { EvidenceLog } from '../../packages/platform/src/core/evidence/index.ts'
import { by, caseId } from '../../packages/platform/src/phases/recover/case.fixture.ts'
import { handBack, type HandBackOptions } from '../../packages/platform/src/phases/release/index.ts'

const [, , moment = '', home = '', json = '{}'] = process.argv
const given = JSON.parse(json) as Pick<
  HandBackOptions,
  'unit' | 'manifestFile' | 'plan' | 'released' | 'target' | 'form' | 'repository'
>
const database = await openDatabase({ home })
const log = evidenceLog(database)
const dyingLog: EvidenceLog = {
  ...log,
  async appendAfter(id, seq, drafts) {
    const entries = await log.appendAfter(id, seq, drafts)
    if (moment === 'event') die()
    return entries
  },
}
await handBack({
  ...given,
  session: await openCase(dyingLog, caseId),
  log,
  by,
  times: new Map(),
  parties: { provider: 'P', tenant: 'T', contacts: [], timeZone: 'UTC' },
  signer: () => ({ name: 'anlauf', key: generateKeyPairSync('ed25519').privateKey, origin: 'anlauf/case/1' }),
  renderLeaflet: async () => Buffer.from('%PDF'),
  onProgress: ({ phase, done, total }) => {
    if (moment === 'copy' && phase === 'read back' && done > total / 2) die()
  },
})
if (moment === 'folder') die()
await database[Symbol.asyncDispose]()

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}
