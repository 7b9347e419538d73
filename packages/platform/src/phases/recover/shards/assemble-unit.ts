import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'
import { openCleanRoom } from '../clean-room.ts'
import type { MendedMailbox } from '../mail/index.ts'
import { openUnit, readUnit, type UnitOutcome } from '../open-unit.ts'
import type { RecoveryPlan, UnitPlan } from '../plan.ts'
import { openQuarantine } from '../quarantine.ts'
import { runRecovery } from '../run-recovery.ts'
import { unitFolder } from '../unit-folder.ts'
import { type Verification, verifyCleanRoom } from '../verify-clean-room.ts'
import { beginAttempt } from './attempts.ts'
import {
  type GivenUnit,
  isShardDone,
  quarantineKey,
  readGivenOut,
  readGivenPlan,
  readGivenUnit,
} from './give-out.ts'
import { joinQuarantine, layKey } from './join-quarantine.ts'
import { joinShard } from './join-shard.ts'
import { patiently, requireReachable } from './place-trouble.ts'
import { permitFor, requireSameRules, type WorkerTools } from './run-shard.ts'
import { readNote, writeNote } from './sealed-note.ts'
import {
  cleanRoomOf,
  quarantineOf,
  runUnitFolder,
  shardFolder,
  shardsFolder,
  type UnitRef,
} from './shared-place.ts'
import { carryDatabases } from './with-databases.ts'

/** A unit that lies in the clean room, whole and read back. */
export interface AssembledUnit {
  readonly outcome: UnitOutcome
  readonly verification: Verification
  readonly mail: readonly MendedMailbox[]
}

/**
 * Puts the finished parts of a unit together, as a single run would have left it: files by a second name, links, mail
 * lists and manifest by the same run that one machine makes, which finds nearly everything done. The unit is built
 * aside and gets its place in the clean room in one step; then it is read back. Done twice, by a worker that was
 * frozen for one, the first counts. Throws `shard-failed` when a part is not done, and what `runRecovery` throws.
 */
export async function assembleUnit(ref: UnitRef, tools: WorkerTools): Promise<AssembledUnit> {
  const { repository, shared, scanner, signal } = tools
  const known = readResult(shared, ref, tools)
  if (known !== undefined) return known
  const { engine } = readGivenOut(shared, ref.run, repository)
  requireSameRules(engine, scanner.describe())
  const given = readGivenUnit(shared, ref, repository)
  const folder = runUnitFolder(shared, ref)
  const plan = readGivenPlan(folder, ref.unit, given.planDigest)
  const published = (): UnitOutcome | undefined =>
    readUnit(cleanRoomOf(shared), unitOf(plan), { repository, engine })
  if (published() === undefined) {
    await build(ref, given, plan, tools).catch((error: unknown) => {
      // Another worker was first, and has taken the parts away from under this one.
      if (published() === undefined) throw error
    })
  }
  const outcome = published()
  if (outcome === undefined) throw replaced(ref)
  const verification = await verifyCleanRoom(cleanRoomOf(shared), outcome, { ...(signal && { signal }) })
  const mail = (readNote(mailNote(folder), repository) as readonly MendedMailbox[] | undefined) ?? []
  const result = { outcome, verification, mail }
  writeNote(resultNote(folder), repository, result)
  rmSync(shardsFolder(shared, ref), { recursive: true, force: true })
  return result
}

/** What became of a unit; undefined while it is not there. */
export function readResult(
  shared: string,
  ref: UnitRef,
  { repository }: Pick<WorkerTools, 'repository'>,
): AssembledUnit | undefined {
  const result = readNote(resultNote(runUnitFolder(shared, ref)), repository) as AssembledUnit | undefined
  // Whoever wrote it may see the shared folder elsewhere.
  const manifestFile = join(unitFolder(cleanRoomOf(shared), ref.unit), 'manifest.ndjson')
  return result && { ...result, outcome: { ...result.outcome, manifestFile } }
}

/** Parts of a unit that are not done; empty means that it can be put together. */
export function openShards(shared: string, ref: UnitRef, { shards }: GivenUnit): readonly string[] {
  return shards.flatMap(({ shard }) => (isShardDone(shared, ref, shard) ? [] : [shard]))
}

async function build(ref: UnitRef, given: GivenUnit, plan: RecoveryPlan, tools: WorkerTools): Promise<void> {
  const { repository, shared } = tools
  const missing = openShards(shared, ref, given)
  if (missing.length > 0) throw notDone(ref, missing)
  const folder = runUnitFolder(shared, ref)
  const attempt = beginAttempt(folder, `Putting ${ref.unit} together`)
  try {
    const cleanRoom = join(attempt.folder, 'clean-room')
    const quarantine = join(attempt.folder, 'quarantine')
    const permit = await permitFor(readGivenOut(shared, ref.run, repository), plan, tools)
    const outcome = await patiently(async () => {
      await joinAll(ref, given, { ...tools, plan, cleanRoom, quarantine })
      const restored = await runRecovery({ ...tools, ...permit, plan, cleanRoom, quarantine })
      await requireReachable(restored, repository)
      return restored
    }, tools)
    writeNote(mailNote(folder), repository, outcome.mail)
    const publishing = { ...tools, plan, attempt: attempt.folder, cleanRoom, quarantine }
    await patiently(async () => publishUnit(ref, publishing), tools)
  } finally {
    attempt.discard()
  }
}

interface Building extends WorkerTools {
  readonly plan: RecoveryPlan
  readonly cleanRoom: string
  readonly quarantine: string
}

async function joinAll(ref: UnitRef, { shards }: GivenUnit, building: Building): Promise<void> {
  const { repository, shared, scanner, signal, plan } = building
  const engine = scanner.describe()
  layKey(quarantineKey(runUnitFolder(shared, ref)), building.quarantine)
  const quarantine = openQuarantine(building.quarantine)
  using _room = openCleanRoom(building.cleanRoom)
  using unit = await openUnit(building.cleanRoom, unitOf(plan), {
    repository,
    engine,
    recheck: 'changed',
    signal,
  })
  for (const { shard, digest } of shards) {
    const folder = shardFolder(shared, { ...ref, shard })
    const done = join(folder, 'done')
    const part = unitOf(readGivenPlan(folder, ref.unit, digest))
    joinQuarantine(join(done, 'quarantine'), building.quarantine, quarantine)
    await joinShard(done, part, unit, { repository, engine, signal })
  }
}

interface Publishing extends Building {
  readonly attempt: string
}

/** Under the lock of the clean room: a single run that works there is not disturbed. What an older plan left makes way. */
function publishUnit(ref: UnitRef, publishing: Publishing): void {
  const { repository, shared, scanner, plan, attempt, cleanRoom, quarantine } = publishing
  const target = unitFolder(cleanRoomOf(shared), ref.unit)
  using _room = openCleanRoom(cleanRoomOf(shared))
  const engine = scanner.describe()
  if (readUnit(cleanRoomOf(shared), unitOf(plan), { repository, engine }) !== undefined) return
  const sealed = quarantineOf(shared, ref)
  if (!existsSync(sealed)) moveInto(quarantine, sealed)
  const built = unitFolder(cleanRoom, ref.unit)
  if (existsSync(target)) {
    carryDatabases(target, built)
    renameSync(target, join(attempt, 'before'))
  }
  renameSync(built, target)
}

function moveInto(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
  renameSync(from, to)
}

function unitOf({ units: [unit] }: RecoveryPlan): UnitPlan {
  if (unit === undefined) throw new Error('a plan of one unit has one')
  return unit
}

function resultNote(folder: string): string {
  return join(folder, 'result.note')
}

function mailNote(folder: string): string {
  return join(folder, 'mail.note')
}

function notDone({ unit }: UnitRef, missing: readonly string[]): AnlaufError {
  return new AnlaufError(
    'shard-failed',
    `${unit} cannot be put together: ${missing.length} parts are not done.`,
    {
      hint: 'Give the plan out again with the same command: what failed or is missing is tried anew.',
      retry: 'later',
      context: { missing: missing.slice(0, 20) },
    },
  )
}

function replaced({ unit }: UnitRef): AnlaufError {
  return new AnlaufError('shard-failed', `${unit} does not lie in the clean room as it was put there.`, {
    hint: 'Another plan was restored over it, or somebody changed its journal. Give the plan out again.',
    retry: 'later',
  })
}
