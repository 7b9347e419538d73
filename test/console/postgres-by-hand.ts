import assert from 'node:assert/strict'
import { join } from 'node:path'

import { caseFiles } from '../../packages/platform/src/core/jobs/index.ts'
import type { DatabaseTruth } from '../../packages/platform/src/drill/databases/play-database.ts'
import { clusterName } from '../../packages/platform/src/drill/databases/play-database.ts'
import { pooledDatabase, tenantColumns } from '../../packages/platform/src/drill/databases/pooled-data.ts'
import {
  readReleasedRows,
  scoreDatabase,
} from '../../packages/platform/src/drill/databases/score-database.ts'
import type { RunningConsole } from './running-console.ts'

/** A day's work changes fewer rows in one commit than an attack. */
const minRows = '200'

/**
 * What an engineer does on the command line, with the repository of the databases alone: look at the last state, find
 * the commit with which it went wrong, restore to just before it, cut one customer out into its unit of the case.
 */
export async function recoverRows(
  site: RunningConsole,
  { location, truth }: { readonly location: string; readonly truth: DatabaseTruth },
  caseId: string,
): Promise<void> {
  const repo = ['--repo', location, '--password-file', join(site.folder, 'password')]
  const inCase = ['--case', caseId]
  const recover = async (name: string, ...target: string[]): Promise<string> => {
    const into = join(site.folder, name)
    await site.anlauf('recover', 'postgres', 'run', ...repo, '--cluster', clusterName, ...target, '--into', into, ...inCase) // prettier-ignore
    return into
  }
  const attacked = await recover('attacked', '--latest')
  const said = await site.anlauf('recover', 'postgres', 'moments', '--in', attacked, '--rows', minRows, '--json') // prettier-ignore
  const [first] = JSON.parse(said) as readonly { readonly lsn: string }[]
  assert.ok(first, 'the log shows the commit that took much away')
  const before = await recover('just-before', '--lsn', first.lsn)
  const { cleanRoom, quarantine } = caseFiles(join(site.folder, 'work'), caseId)
  const rows = [...tenantColumns.flatMap((column) => ['--key', column]), '--tenant', truth.key]
  const rooms = ['--clean-room', cleanRoom, '--quarantine', quarantine]
  await site.anlauf('recover', 'postgres', 'slice', '--from', before, '--database', pooledDatabase, ...rows, ...inCase, '--unit', truth.tenant, ...rooms) // prettier-ignore
}

/** What the customer finds in the released dump, loaded with stock programs, compared with the truth row by row. */
export async function rowsHandedBack(truth: DatabaseTruth, folder: string, caseId: string) {
  const { released } = caseFiles(join(folder, 'work'), caseId)
  const { signal } = new AbortController()
  const found = await readReleasedRows(truth, { released, folder: join(folder, 'check'), signal })
  const score = scoreDatabase(truth, found, { changes: [] })
  assert.ok(score.isPlayed)
  return score
}
