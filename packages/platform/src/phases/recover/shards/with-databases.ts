import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'

import type { Repository } from '@anlauf/repository'

import { lockFolder } from '../../protect/index.ts'
import { openCleanRoom } from '../clean-room.ts'
import { databasesHost } from '../databases/piece.ts'
import { finishUnit, readUnitJournal, type UnitOutcome } from '../open-unit.ts'
import type { UnitPlan } from '../plan.ts'
import type { EngineDescription } from '../scanner.ts'
import { unitFolder } from '../unit-folder.ts'
import { type Verification, verifyCleanRoom } from '../verify-clean-room.ts'
import { cleanRoomOf } from './shared-place.ts'

/** Database pieces that came into a unit's folder meanwhile move along when the unit gets its place. */
export function carryDatabases(from: string, to: string): void {
  for (const name of ['databases', join('files', databasesHost)]) {
    if (!existsSync(join(from, name))) continue
    mkdirSync(dirname(join(to, name)), { recursive: true, mode: 0o700 })
    renameSync(join(from, name), join(to, name))
  }
}

/**
 * The manifest of a finished unit with the database pieces that the case holds, read back as a whole. Workers know no
 * case, so it is made by who records the unit. Undefined when the unit does not lie there as it was put together.
 */
export async function finishWithDatabases(
  shared: string,
  plan: UnitPlan,
  databases: ReadonlySet<string>,
  options: {
    readonly repository: Repository
    readonly engine: EngineDescription
    readonly signal?: AbortSignal
  },
): Promise<{ readonly outcome: UnitOutcome; readonly verification: Verification } | undefined> {
  const { signal } = options
  const cleanRoom = cleanRoomOf(shared)
  const folder = unitFolder(cleanRoom, plan.unit)
  using _room = openCleanRoom(cleanRoom)
  const entries = readUnitJournal(folder, plan, options)
  if (entries === undefined) return undefined
  using _unit = lockFolder(folder)
  const outcome = finishUnit({ plan, folder, journal: { entries } }, databases)
  return {
    outcome,
    verification: await verifyCleanRoom(cleanRoom, outcome, signal === undefined ? {} : { signal }),
  }
}
