/**
 * One release in a process of its own that ends itself with SIGKILL: `copy` in the middle of copying, `event` once
 * the event is in the log, `folder` once the folder has its name. Arguments: moment, home of the database, then the
 * release's options as JSON.
 */
import { evidenceLog, openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import { openCase } from '../../packages/platform/src/core/case/index.ts'
import type { EvidenceLog } from '../../packages/platform/src/core/evidence/index.ts'
import { by, caseId } from '../../packages/platform/src/phases/recover/case.fixture.ts'
import { releaseUnit } from '../../packages/platform/src/phases/release/index.ts'

const [, , moment = '', home = '', json = '{}'] = process.argv
const options = JSON.parse(json) as {
  unit: string
  cleanRoom: string
  manifestFile: string
  ruleSetDigest: string
  target: string
}
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
await releaseUnit({
  ...options,
  session: await openCase(dyingLog, caseId),
  by,
  onProgress: ({ done, total }) => {
    if (moment === 'copy' && done > total / 2) die()
  },
})
if (moment === 'folder') die()

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}
