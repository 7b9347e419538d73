/**
 * One plan on many machines: cut into parts, restored anywhere, put together as a single run would have left it.
 *
 *     plan ─▶ giveOut ─▶ parts, in the order of packs ─▶ runShard, on any machine ─▶ assembleUnit ─▶ clean room, manifest
 *
 * Guarantees: every file is in exactly one part; each try works in a folder of its own and its result gets its name in
 * one step, so that a part done twice, or by a worker that was frozen for an hour, is there once; a unit's manifest is
 * byte for byte that of a single run of the same plan and rules; mail lists and links are made once, when the unit is
 * whole; groups need nothing here, because the plan has chosen their versions already; a vault that cannot be reached
 * is waited for and never decides about a file.
 * Not guaranteed: that equal contents of two units are fetched once; their verdict is shared, their bytes are not.
 * All machines must see one file system; the program does not copy between machines. When the parts of a unit have
 * been taken away, continuing a single run there reads every file again.
 */
export { type AssembledUnit, assembleUnit, openShards, readResult } from './assemble-unit.ts'
export { forgetAttempts } from './attempts.ts'
export { defaultBounds, type ShardBounds } from './cut-unit.ts'
export {
  giveOut,
  type GivenOut,
  type GivenShard,
  type GivenUnit,
  readGivenOut,
  readGivenUnit,
} from './give-out.ts'
export { runShard, type ShardOutcome, type WorkerTools } from './run-shard.ts'
export { cleanRoomOf, runUnitFolder, shardFolder, type ShardRef, type UnitRef } from './shared-place.ts'
export { finishWithDatabases } from './with-databases.ts'
