import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import {
  cutPostgresPiece,
  type PostgresPart,
  type Sliced,
} from '../../../../adapters/postgres-source/index.ts'
import type { CaseSession } from '../../../../core/case/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import { lockFolder } from '../../../../phases/protect/index.ts'
import { type AddedPiece, addDatabasePiece, type UnitFlags } from '../add-database-piece.ts'
import type { AnlaufContext } from '../../context.ts'
import { writing } from '../../protect/postgres/postgres-work.ts'
import type { RecoveryReport } from './recovery-report.ts'

/** Cuts a tenant's part out of a recovered cluster and makes it part of its unit in the case. */
export async function sliceIntoUnit(
  context: AnlaufContext,
  flags: UnitFlags,
  part: Omit<PostgresPart, 'changes' | 'lastCommit'>,
): Promise<AddedPiece & { readonly sliced: Sliced }> {
  const { folder } = part.cluster
  using _from = lockFolder(folder)
  let sliced: Sliced | undefined
  const added = await addDatabasePiece(context, flags, async ({ session, examine }) => {
    const { changes, lastCommit } = recordedReport(folder, session)
    const found = { changes: changes ?? undefined, lastCommit: lastCommit ?? undefined }
    const cut = await writing(folder, () =>
      cutPostgresPiece(
        { ...part, ...found },
        {
          examine,
          signal: context.signal,
          onStep: (step) => context.process.stderr.write(`${step}\n`),
        },
      ),
    )
    sliced = cut.sliced
    return cut
  })
  if (sliced === undefined) throw new Error('a piece was added that nobody cut out')
  return { ...added, sliced }
}

/** The report of exactly the recovery that the case knows: whoever changes it afterwards hides a planted role. */
function recordedReport(folder: string, { state }: CaseSession): RecoveryReport {
  const text = readFileSync(join(folder, 'report.json'), 'utf8')
  const digest = createHash('sha256').update(text).digest('hex')
  if (state.recoveredClusters?.includes(digest) === true) return JSON.parse(text) as RecoveryReport
  throw new AnlaufError('input-invalid', `The case ${state.id} does not know the recovery in ${folder}.`, {
    hint: `Start "anlauf recover postgres run --case ${state.id} …" into a new folder and slice from that.`,
  })
}
