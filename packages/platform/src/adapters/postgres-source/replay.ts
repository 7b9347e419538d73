import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'
import {
  type Inventory,
  parseArchivedName,
  parseLsn,
  readReplay,
  type RecoveryTarget,
  type Replay,
  segmentOf,
  type WalChain,
} from '../../phases/recover/databases/index.ts'
import { type CleanCluster, type CleanServer, startCleanServer } from './clean-server.ts'
import { unusable } from './fetch-wal.ts'
import { takeInventory } from './inventory.ts'
import { type ReadDatabase, verifyPages, verifyRows } from './verify-cluster.ts'

/** A replayed, promoted and checked cluster; its server is stopped. */
export interface Replayed {
  readonly replay: Replay
  readonly ownNetwork: boolean
  readonly inventory: Inventory
  /** Every row of every database was read. */
  readonly databases: readonly ReadDatabase[]
  /** Pages with a wrong checksum; nothing when the cluster has no checksums. */
  readonly badPages: number | undefined
}

interface ReplayOptions {
  readonly chain: WalChain
  readonly target: RecoveryTarget
  readonly segmentBytes: number
  readonly hasChecksums: boolean
  /** Segments that could not be fetched, with the reason. */
  readonly bad: ReadonlyMap<string, string>
  readonly signal: AbortSignal | undefined
  readonly onStep: (step: string) => void
  readonly onPromoted: () => Promise<void>
}

/**
 * Starts the server on its log, waits until it has reached the target and is promoted, looks at every row and page,
 * and stops it. Throws `wal-invalid` when the log ends before the target or within a damaged record.
 */
export async function replay(cluster: CleanCluster, options: ReplayOptions): Promise<Replayed> {
  const { signal, onStep } = options
  const running = await runToTarget(cluster, options)
  let inventory: Inventory
  let databases: readonly ReadDatabase[]
  let found: Replay
  let ownNetwork: boolean
  {
    await using server = running
    ownNetwork = server.ownNetwork
    found = readReplay(await server.log(), {
      timeline: options.chain.timeline,
      segmentBytes: options.segmentBytes,
    })
    refuseTruncated(found, options)
    await options.onPromoted()
    onStep('listing roles, functions and triggers')
    inventory = await takeInventory(server.session)
    onStep('reading every row')
    databases = await verifyRows(server.session)
  }
  onStep('verifying the checksum of every page')
  const badPages = options.hasChecksums ? await verifyPages(cluster, signal) : undefined
  return { replay: found, ownNetwork, inventory, databases, badPages }
}

async function runToTarget(cluster: CleanCluster, options: ReplayOptions): Promise<CleanServer> {
  try {
    return await startCleanServer(cluster, { signal: options.signal })
  } catch (error) {
    const log = await readFile(join(cluster.folder, 'server', 'log'), 'utf8').catch(() => '')
    const { chain, segmentBytes } = options
    const said = readReplay(log, { timeline: chain.timeline, segmentBytes })
    if (said.endedEarly) throw tooEarly(said, options, error)
    throw error
  }
}

/** The log ended before the target: says which segment is to blame. */
function tooEarly(said: Replay, { chain, bad }: ReplayOptions, cause: unknown): AnlaufError {
  const [broken] = [...bad]
  if (broken !== undefined) return unusable(...broken)
  if (said.damage !== undefined) return damaged(said.damage)
  const last = said.lastCommit === undefined ? '' : ` The last commit in it was at ${said.lastCommit}.`
  if (chain.gap !== undefined) {
    return new AnlaufError(
      'wal-invalid',
      `The segment ${chain.gap} of the log is missing, and the target lies behind it.${last}`,
      {
        hint: 'Look for the file in pg_wal of the damaged server or on another copy of the repository and hand it in with "anlauf protect postgres wal", or choose an earlier target.',
        context: { missing: chain.gap },
        cause,
      },
    )
  }
  return new AnlaufError('wal-invalid', `The archived log ends before the target.${last}`, {
    hint: 'Hand in the newest segments of pg_wal of the damaged server with "anlauf protect postgres wal", choose an earlier target, or take --latest.',
    context: { lastCommit: said.lastCommit },
    cause,
  })
}

/** Without a target a damaged record looks like the end of the log; nothing must be lost silently. */
function refuseTruncated(
  { damage, redoneTo, stopped }: Replay,
  { chain, segmentBytes }: ReplayOptions,
): void {
  if (stopped !== undefined) return
  if (damage !== undefined) throw damaged(damage)
  const last = chain.names.at(-1)
  const named = last === undefined ? undefined : parseArchivedName(last, segmentBytes)
  if (last === undefined || redoneTo === undefined || named?.kind !== 'segment') return
  if (segmentOf(parseLsn(redoneTo), segmentBytes) >= named.number) return
  throw unusable(last, `the replay ended before it, at ${redoneTo}`)
}

function damaged({ segment, at, what }: NonNullable<Replay['damage']>): AnlaufError {
  return unusable(segment, `${what}, at ${at}`)
}
