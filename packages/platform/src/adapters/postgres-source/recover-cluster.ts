import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { type Repository, restore } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import {
  type Archive,
  type BaseRange,
  cleanRoomSettings,
  type ControlData,
  parseControlData,
  parseLsn,
  type RecoveryTarget,
  type SettingDifference,
  walChain,
  type WalChain,
} from '../../phases/recover/databases/index.ts'
import { cleanRoomAccount } from './run-program.ts'
import { putSettingsAside, settleFolder, writeServerFiles } from './clean-folder.ts'
import { type CleanCluster, endLeftOver } from './clean-server.ts'
import {
  basePath,
  chooseBase,
  type ClusterStore,
  readClusterStore,
  type StoredBase,
} from './cluster-store.ts'
import { fetchWal, readArchive, unusable } from './fetch-wal.ts'
import { findPrograms } from './programs.ts'
import { requireReachable } from './reachable.ts'
import {
  readRecoveryState,
  type RecoveryPlan,
  requireSamePlan,
  writeRecoveryState,
} from './recovery-state.ts'
import { type Replayed, replay } from './replay.ts'
import { mustRun } from './run-program.ts'

export interface RecoverOptions {
  readonly cluster: string
  /** Beginning of a base backup's id; default: the newest that ended before the target. */
  readonly base?: string | undefined
  readonly target: RecoveryTarget
  /** Default: the timeline of the base backup. */
  readonly timeline?: number | undefined
  readonly into: string
  /** Folder of PostgreSQL's programs. */
  readonly bin?: string | undefined
  readonly signal?: AbortSignal
  readonly onStep?: (step: string) => void
}

export interface Recovered extends Replayed {
  readonly plan: RecoveryPlan
  readonly cluster: CleanCluster
  readonly segments: number
  /** The segment behind which the archive goes on, but nothing can be reached. */
  readonly gap: string | undefined
  /** Timelines that the archive knows to lead on from this one; nothing of them was used. */
  readonly laterTimelines: readonly number[]
  readonly settings: readonly SettingDifference[]
  readonly hasChecksums: boolean
}

/**
 * Restores a cluster to a moment, in a folder of its own: base backup, log, settings of the clean room, replay,
 * promotion, and a look at every page and row. The repository is only read; the server never sees it.
 *
 *     into/data  wal  tablespaces   the cluster with our settings, and the segments it replays
 *     into/server                   socket, log                    into/aside   settings that were restored
 *     into/recovery.json            how far it is
 *
 * Started again after a kill it goes on: what is restored stays while nothing was replayed, else the data folder
 * is made anew. Throws `wal-invalid`, `not-found`, `unsafe-target`, `no-space`, `postgres-failed`, `aborted`.
 */
export async function recoverCluster(repository: Repository, options: RecoverOptions): Promise<Recovered> {
  const { into, signal, onStep = () => undefined } = options
  const store = await readClusterStore(repository, options.cluster)
  const base = baseFor(store, options)
  const { description } = base
  const timeline = options.timeline ?? description.timeline
  const plan: RecoveryPlan = {
    cluster: options.cluster,
    base: base.snapshot.id,
    timeline,
    target: options.target,
  }
  const programs = await findPrograms({ folder: options.bin, major: description.major })
  const account = await cleanRoomAccount()
  await requireReachable(into, account)
  const cluster: CleanCluster = { folder: into, programs, account, superuser: description.superuser }
  const archive = await readArchive(repository, store, base)
  const target = options.target.kind === 'lsn' ? parseLsn(options.target.lsn) : undefined
  const chain = walChain(archive, description, { timeline, ...(target !== undefined && { target }) })
  refuseConflicts(store, chain)

  const before = await readRecoveryState(into)
  if (before !== undefined) requireSamePlan(into, before, plan)
  const state = { version: 1, plan, major: description.major, superuser: description.superuser } as const
  await endLeftOver(join(into, 'data'))
  if (before?.step !== 'restoring') await rm(join(into, 'data'), { recursive: true, force: true })
  await writeRecoveryState(into, { ...state, step: 'restoring' })
  onStep('restoring the base backup')
  await restoreBase(repository, base, into, signal)
  onStep(`fetching ${chain.names.length} segments of the log`)
  const histories = [...archive.histories.keys()].map(historyName)
  const bad = await fetchWal(repository, store.files, {
    folder: join(into, 'wal'),
    names: [...histories, ...chain.names],
    system: description.system,
    signal,
  })
  const firstBad = chain.names.find((name) => bad.has(name))
  if (firstBad !== undefined && options.target.kind !== 'time')
    throw unusable(firstBad, bad.get(firstBad) ?? '')

  const settings = await putSettingsAside(into)
  const control = await readControl(cluster)
  await writeServerFiles(cluster, settingsOf(cluster, control, plan))
  await writeFile(join(into, 'data', 'recovery.signal'), '', { mode: 0o600 })
  await settleFolder(into, account)
  await writeRecoveryState(into, { ...state, step: 'replaying' })
  onStep('replaying')
  const replayed = await replay(cluster, {
    chain,
    target: options.target,
    segmentBytes: description.segmentBytes,
    hasChecksums: control.checksums,
    bad,
    signal,
    onStep,
    // From now on it is a cluster like any other: nothing to recover at its next start.
    onPromoted: () => writeServerFiles(cluster, settingsOf(cluster, control)),
  })
  await writeRecoveryState(into, { ...state, step: 'done' })
  return {
    ...replayed,
    plan,
    cluster,
    segments: chain.names.length,
    gap: chain.gap ?? firstBad,
    laterTimelines: laterTimelines(archive, { ...description, timeline }),
    settings,
    hasChecksums: control.checksums,
  }
}

function laterTimelines({ histories }: Archive, { timeline, end }: BaseRange): number[] {
  return [...histories].flatMap(([later, ancestors]) =>
    ancestors.some((ancestor) => ancestor.timeline === timeline && ancestor.leftAt >= end) ? [later] : [],
  )
}

/** The newest base backup that ended before the target, or the one that a person named. */
function baseFor(store: ClusterStore, { cluster, base, target }: RecoverOptions): StoredBase {
  if (base !== undefined || target.kind === 'end') return chooseBase(store, cluster, { id: base })
  if (target.kind === 'time') return chooseBase(store, cluster, { before: new Date(target.until) })
  const lsn = parseLsn(target.lsn)
  const bases = store.bases.filter(({ description }) => description.end <= lsn)
  return chooseBase({ ...store, bases }, cluster, {})
}

function refuseConflicts({ conflicts }: ClusterStore, { names }: WalChain): void {
  const hit = conflicts.find((name) => names.includes(name))
  if (hit === undefined) return
  throw new AnlaufError('wal-invalid', `Two different segments ${hit} are stored under one name.`, {
    hint: `"anlauf repo snapshots" shows both with their times. Forget the one that does not belong to this cluster, or choose a target before it.`,
    context: { name: hit },
  })
}

const historyName = (timeline: number): string =>
  `${timeline.toString(16).toUpperCase().padStart(8, '0')}.history`

async function restoreBase(
  repository: Repository,
  { snapshot, description }: StoredBase,
  into: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const restored = await restore(repository, snapshot, {
    target: into,
    subfolder: basePath(description.cluster),
    include: ['/data', '/tablespaces'],
    ...(signal && { signal }),
  })
  const [first] = restored.problems
  if (first === undefined) return
  throw new AnlaufError(
    'wal-invalid',
    `The base backup ${snapshot.id.slice(0, 8)} is not whole: ${first.path}: ${first.message}`,
    {
      hint: 'Take an older base backup with --base (the log reaches further), or another copy of the repository.',
      context: { problems: restored.problems.slice(0, 20) },
    },
  )
}

async function readControl({ folder, programs }: CleanCluster): Promise<ControlData> {
  const data = join(folder, 'data')
  const said = await mustRun(join(programs.folder, 'pg_controldata'), ['-D', data], {
    what: 'The control file of the base backup cannot be read',
  })
  const control = parseControlData(said)
  if (control !== undefined) return control
  throw new AnlaufError('postgres-failed', 'The control file of the base backup is none.', {
    hint: 'Choose an older base backup with --base.',
  })
}

function settingsOf({ programs }: CleanCluster, { limits }: ControlData, plan?: RecoveryPlan): string {
  const recovery = plan && { target: plan.target, timeline: plan.timeline }
  return cleanRoomSettings({ limits, major: programs.major, ...(recovery && { recovery }) })
}
