import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Repository } from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import { lockFolder } from '../../protect/index.ts'
import { checkPlan } from '../check-plan.ts'
import { openCleanRoom } from '../clean-room.ts'
import { readPlanFile, writePlanFile } from '../plan-file.ts'
import { type RecoveryPlan, summarisePlan, type UnitPlan } from '../plan.ts'
import type { EngineDescription } from '../scanner.ts'
import { orWriteFailure } from '../write-failure.ts'
import { cutUnit, defaultBounds, type ShardBounds } from './cut-unit.ts'
import { readNote, writeNote } from './sealed-note.ts'
import { cleanRoomOf, runFolder, runUnitFolder, shardFolder, type UnitRef } from './shared-place.ts'

/** What a run is about; every worker reads it from the shared folder and believes nobody else. */
export interface GivenOut {
  readonly run: string
  readonly repository: string
  /** Engine and rules by which all of it is judged. */
  readonly engine: EngineDescription
  readonly caseId: string | null
  /** All of the plan, given out or not. */
  readonly units: readonly { readonly unit: string; readonly planDigest: string }[]
}

/** The parts of one unit. */
export interface GivenUnit {
  readonly unit: string
  readonly planDigest: string
  readonly shards: readonly GivenShard[]
}

export interface GivenShard {
  readonly shard: string
  /** Digest of the plan of this part. */
  readonly digest: string
  readonly files: number
  readonly bytes: number
}

export interface GiveOutOptions {
  readonly repository: Repository
  readonly plan: RecoveryPlan
  /** Only these units. */
  readonly units: readonly string[]
  readonly shared: string
  readonly engine: EngineDescription
  readonly caseId?: string
  readonly bounds?: ShardBounds
}

/**
 * Cuts the chosen units of a plan into parts and writes them where workers find them. The same plan, rules and case are
 * the same run, whichever units are chosen: called again, it adds what was not given out yet and leaves the rest.
 * Throws `plan-invalid`, `unsafe-target`, `no-space`.
 */
export async function giveOut(options: GiveOutOptions): Promise<GivenOut> {
  const { repository, plan, shared } = options
  const chosen = plan.units.filter(({ unit }) => options.units.includes(unit))
  checkPlan(plan, chosen, repository.id)
  const given = describe(options)
  const { run } = given
  const folder = runFolder(shared, run)
  try {
    openCleanRoom(cleanRoomOf(shared))[Symbol.dispose]()
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    using _lock = lockFolder(folder)
    if (readNote(noteOf(folder), repository) === undefined) writeNote(noteOf(folder), repository, given)
    for (const unit of chosen) {
      const ref = { run, unit: unit.unit }
      if (readNote(unitNote(shared, ref), repository) !== undefined) continue
      const parts = cutUnit(unit, await repository.loadIndex(), options.bounds ?? defaultBounds)
      writeUnit(shared, ref, { ...options, unit, parts })
    }
    return given
  } catch (error) {
    throw orWriteFailure(error, shared)
  }
}

function describe({ repository, plan, engine, caseId, bounds }: GiveOutOptions): GivenOut {
  const about = {
    repository: repository.id,
    engine,
    caseId: caseId ?? null,
    units: plan.units.map((unit) => ({ unit: unit.unit, planDigest: summarisePlan(unit).digest })),
  }
  const hash = createHash('sha256').update(JSON.stringify([about, bounds ?? defaultBounds]))
  return { run: `run-${hash.digest('hex').slice(0, 16)}`, ...about }
}

/** What was given out under the name. Throws `not-found`, `shard-failed`. */
export function readGivenOut(shared: string, run: string, repository: Repository): GivenOut {
  const given = readNote(noteOf(runFolder(shared, run)), repository) as GivenOut | undefined
  if (given !== undefined) return given
  throw new AnlaufError('not-found', `There is no ${run} in ${shared}.`, {
    hint: 'Check that this machine has the same shared folder mounted as the one that gave the plan out.',
    retry: 'later',
  })
}

export function readGivenUnit(shared: string, ref: UnitRef, repository: Repository): GivenUnit {
  const given = readNote(unitNote(shared, ref), repository) as GivenUnit | undefined
  if (given !== undefined) return given
  throw new AnlaufError('not-found', `${ref.run} in ${shared} has no unit "${ref.unit}".`, {
    hint: 'Check that this machine has the same shared folder mounted as the one that gave the plan out.',
    retry: 'later',
  })
}

/** Reads a plan of one unit and compares it with the digest that was given out. Throws `plan-invalid`. */
export function readGivenPlan(folder: string, unit: string, digest: string): RecoveryPlan {
  const plan = readPlanFile(planFile(folder))
  const [only] = plan.units
  if (plan.units.length === 1 && only?.unit === unit && summarisePlan(only).digest === digest) return plan
  throw new AnlaufError('plan-invalid', `${planFile(folder)} is not the plan that was given out.`, {
    hint: 'Find out who writes to the shared folder; then give the plan out again into a new one.',
  })
}

interface UnitToWrite extends GiveOutOptions {
  readonly unit: UnitPlan
  readonly parts: readonly UnitPlan[]
}

function writeUnit(shared: string, ref: UnitRef, { repository, plan, unit, parts }: UnitToWrite): void {
  const folder = runUnitFolder(shared, ref)
  // Left by a call that did not come to its end: without a note of the unit nobody works there.
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const write = (place: string, only: UnitPlan): void =>
    writePlanFile(planFile(place), { ...plan, units: [only] })
  write(folder, unit)
  const shards = parts.map((part, at): GivenShard => {
    const shard = String(at + 1).padStart(4, '0')
    const place = shardFolder(shared, { ...ref, shard })
    mkdirSync(place, { recursive: true, mode: 0o700 })
    write(place, part)
    const { digest, files, bytes } = summarisePlan(part)
    return { shard, digest, files, bytes }
  })
  writeFileSync(quarantineKey(folder), randomBytes(32), { mode: 0o400, flag: 'wx', flush: true })
  const given: GivenUnit = { unit: unit.unit, planDigest: summarisePlan(unit).digest, shards }
  writeNote(unitNote(shared, ref), repository, given)
}

/** One key for all parts of a unit: what they seal is put together without being opened. */
export function quarantineKey(unitFolder: string): string {
  return join(unitFolder, 'quarantine.key')
}

function planFile(folder: string): string {
  return join(folder, 'plan.json')
}

function noteOf(folder: string): string {
  return join(folder, 'run.note')
}

function unitNote(shared: string, ref: UnitRef): string {
  return join(runUnitFolder(shared, ref), 'unit.note')
}

/** The parts of a unit whose result lies there. */
export function isShardDone(shared: string, ref: UnitRef, shard: string): boolean {
  return existsSync(join(shardFolder(shared, { ...ref, shard }), 'done'))
}
