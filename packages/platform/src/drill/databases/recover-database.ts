import { join } from 'node:path'

import type { Repository } from '@anlauf/repository'

import {
  cutPostgresPiece,
  readBaseFile,
  readMoments,
  readRecoveredCluster,
  recoverCluster,
  type Recovered,
} from '../../adapters/postgres-source/index.ts'
import type { CaseSession } from '../../core/case/index.ts'
import type { EvidenceLog } from '../../core/evidence/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import {
  addPiece,
  heldFacts,
  makePiece,
  type Scanner,
  type VerdictCache,
} from '../../phases/recover/index.ts'
import {
  compareInventories,
  type ObjectChange,
  parseInventory,
} from '../../phases/recover/databases/index.ts'
import { type Clock, record } from '../respond/incident.ts'
import { clusterName } from './play-database.ts'
import { pooledDatabase, tenantColumns } from './pooled-data.ts'

export interface DatabaseResponse {
  /** Position that the responders chose: just before the first commit that took much away. */
  readonly target: string
  /** Kinds and names of what somebody planted, as the responders were shown it. */
  readonly changes: readonly string[]
  /** Path of the dump below the released unit's files. */
  readonly dump: string
}

export interface DatabaseResponders {
  readonly session: CaseSession
  readonly log: EvidenceLog
  readonly clock: Clock
  readonly cleanRoom: string
  readonly quarantine: string
  readonly scanner: Scanner
  readonly verdicts: VerdictCache
  readonly signal: AbortSignal
}

/** A day's work changes fewer rows in one commit than an attack. */
const minRows = 200

/**
 * What the responders do about the shared PostgreSQL, with its repository alone: look at the last state, find the
 * commit with which it went wrong, restore to just before it, compare roles and code, cut one tenant out into its unit.
 */
export async function recoverDatabase(
  repository: Repository,
  tenant: { readonly id: string; readonly key: string },
  { folder, ...responders }: DatabaseResponders & { readonly folder: string },
): Promise<DatabaseResponse> {
  const { session, clock, signal, scanner, verdicts, quarantine, cleanRoom } = responders
  const attacked = join(folder, 'attacked')
  const recover = { cluster: clusterName, signal }
  await recoverCluster(repository, { ...recover, target: { kind: 'end' }, into: attacked })
  const { cluster: last } = await readRecoveredCluster(attacked)
  const [first] = await readMoments(last, { minRows, signal })
  if (first === undefined) throw nothingFound()
  const before = {
    ...recover,
    target: { kind: 'lsn', lsn: first.lsn },
    into: join(folder, 'before'),
  } as const
  const recovered = await recoverCluster(repository, before)
  const { cluster, state } = await readRecoveredCluster(before.into)
  // The slice's moment is that of the last commit; positions say nothing to a customer.
  const changes = await changesSince(repository, recovered)
  const { id: unit, key } = tenant
  const engine = scanner.describe()
  const rows = { keys: tenantColumns, tenant: key, shared: [] }
  const part = {
    cluster,
    state,
    database: pooledDatabase,
    rows,
    changes,
    lastCommit: recovered.replay.lastCommit,
  }
  const made = await makePiece((examine) => cutPostgresPiece(part, { examine, signal }), {
    scanner,
    engine,
    verdicts,
    unit,
    quarantine,
    signal,
  })
  const unitState = session.state.units.get(unit)
  if (!made.isClean || unitState === undefined) throw notAdded(unit)
  const held = heldFacts(await Array.fromAsync(responders.log.read(session.state.id)), unit)
  const facts = await addPiece({
    cleanRoom,
    state: unitState,
    held,
    piece: made.piece,
    from: made.folder,
    changes: made.changes,
    engine,
    signal,
  })
  await record(session, clock, facts)
  return {
    target: first.lsn,
    changes: (changes ?? []).map(({ change, kind, name }) => `${change} ${kind} ${name}`),
    dump: made.piece.dump,
  }
}

/** Undefined when the base backup holds no inventory: then nobody knows what was planted. */
async function changesSince(
  repository: Repository,
  { plan, inventory }: Recovered,
): Promise<readonly ObjectChange[] | undefined> {
  const snapshot = (await repository.listSnapshots()).find(({ id }) => id === plan.base)
  const stored = snapshot && (await readBaseFile(repository, snapshot, clusterName, 'inventory.json'))
  const clean = stored === undefined ? undefined : parseInventory(stored)
  return clean && compareInventories(clean, inventory).changes
}

function nothingFound(): AnlaufError {
  return new AnlaufError('drill-failed', 'The log of the database shows no commit that took much away.', {
    hint: 'The attack on it was not found; look at the folder "databases" of the drill.',
  })
}

function notAdded(unit: string): AnlaufError {
  return new AnlaufError('drill-failed', `The database of ${unit} could not be added to its unit.`, {
    hint: 'A value in it was not called clean, or the case has no such unit; look at the quarantine.',
  })
}
