import { AnlaufError } from '../../core/failure.ts'
import { cleanRoomAccount } from './run-program.ts'
import type { CleanCluster } from './clean-server.ts'
import { findPrograms } from './programs.ts'
import { readRecoveryState, type RecoveryState } from './recovery-state.ts'

/** A cluster that `recoverCluster` finished. Throws `not-found`, `unsafe-target`, `postgres-failed`. */
export async function readRecoveredCluster(
  folder: string,
  bin?: string,
): Promise<{ readonly cluster: CleanCluster; readonly state: RecoveryState }> {
  const state = await readRecoveryState(folder)
  if (state?.step !== 'done') {
    throw new AnlaufError('not-found', `${folder} holds no cluster whose recovery is finished.`, {
      hint: 'Start "anlauf recover postgres run" with this folder; it goes on where it stopped.',
    })
  }
  const programs = await findPrograms({ folder: bin, major: state.major })
  const account = await cleanRoomAccount()
  return { cluster: { folder, programs, account, superuser: state.superuser }, state }
}
