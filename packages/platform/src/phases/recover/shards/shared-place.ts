import { join } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'
import { unitFolder } from '../unit-folder.ts'

/** Names a unit, or a part of one, in a run; goes through the database and is therefore believed in nothing. */
export interface UnitRef {
  readonly run: string
  readonly unit: string
}

export interface ShardRef extends UnitRef {
  readonly shard: string
}

/**
 * The folder that all workers see, on one file system:
 *
 *     clean-room/<unit>/            what a single run would have made
 *     quarantine/<run>/<unit>/      sealed, with its key
 *     runs/<run>/run.note           what was given out, with a MAC
 *     runs/<run>/units/<unit>/plan.json        the plan of the unit
 *                            /unit.note        its parts
 *                            /quarantine.key
 *                            /shards/0001/     plan.json, attempt-1/, done/
 *                            /attempt-1/       the unit while it is put together
 *                            /result.note      put together, published, read back
 */
export function cleanRoomOf(shared: string): string {
  return join(shared, 'clean-room')
}

export function runFolder(shared: string, run: string): string {
  if (/^run-[0-9a-f]{16}$/.test(run)) return join(shared, 'runs', run)
  throw unknownPlace(run)
}

export function runUnitFolder(shared: string, { run, unit }: UnitRef): string {
  return unitFolder(join(runFolder(shared, run), 'units'), unit)
}

export function shardsFolder(shared: string, ref: UnitRef): string {
  return join(runUnitFolder(shared, ref), 'shards')
}

export function shardFolder(shared: string, ref: ShardRef): string {
  if (!/^[0-9]{4,8}$/.test(ref.shard)) throw unknownPlace(ref.shard)
  return join(shardsFolder(shared, ref), ref.shard)
}

export function quarantineOf(shared: string, { run, unit }: UnitRef): string {
  return unitFolder(join(shared, 'quarantine', run), unit)
}

function unknownPlace(name: string): AnlaufError {
  return new AnlaufError('shard-failed', `"${name.slice(0, 40)}" names no run and no part of one.`, {
    hint: 'Something else than "anlauf recover distribute" put work into the queue; find out what.',
  })
}
