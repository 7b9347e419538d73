import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { backup, type Progress, type Repository } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import {
  type BaseDescription,
  encodeBase,
  formatLsn,
  parseControlData,
  walRangeOf,
} from '../../phases/recover/databases/index.ts'
import { basePath, storeTag } from './cluster-store.ts'
import { takeInventory } from './inventory.ts'
import { systemOf } from './push-segment.ts'
import { mustRun } from './run-program.ts'
import { queryJson, type Session } from './session.ts'

/** A program that outlives a killed run may still be writing there for a moment. */
const removeAll = { recursive: true, force: true, maxRetries: 5, retryDelay: 200 } as const

export interface BaseOptions {
  readonly cluster: string
  /** Folder of our own, on a disk that holds the cluster once more; what a killed run left there is removed. */
  readonly staging: string
  readonly signal?: AbortSignal
  readonly onStep?: (step: string) => void
  readonly onProgress?: (progress: Progress) => void
}

export interface BaseResult {
  readonly snapshot: string
  readonly description: BaseDescription
  readonly bytes: number
  readonly bytesAdded: number
}

/**
 * Takes a base backup of a running server and stores it as one snapshot: the data folder as PostgreSQL's own
 * `pg_basebackup` copied it, with checksums of pages verified and the log that makes it consistent, an inventory of
 * roles, functions and triggers, and `base.json`. Nothing is stored before all of it is there.
 * Throws `postgres-failed`, `no-space`, `wal-invalid` (the name belongs to another cluster), what `backup` throws.
 */
export async function takeBase(
  session: Session,
  repository: Repository,
  options: BaseOptions,
): Promise<BaseResult> {
  const { cluster, staging, signal, onStep = () => undefined } = options
  await refuseOtherSystem(session, repository, cluster)
  await rm(staging, removeAll)
  await mkdir(staging, { recursive: true, mode: 0o700 })
  // A new name each time: a program that outlived a killed run must not write into this one.
  const root = await mkdtemp(join(staging, 'run-'))
  const home = join(root, basePath(cluster))
  await mkdir(join(home, 'tablespaces'), { recursive: true, mode: 0o700 })
  try {
    onStep('copying the cluster')
    await copyCluster(session, home, signal)
    onStep('listing roles, functions and triggers')
    const inventory = await takeInventory(session)
    await writeFile(join(home, 'inventory.json'), `${JSON.stringify(inventory)}\n`)
    const description = await describe(session, home, cluster)
    await writeFile(join(home, 'base.json'), encodeBase(description))
    onStep('storing')
    const { snapshot, problems, summary } = await backup(repository, {
      paths: [home],
      asRoot: root,
      force: true,
      hostname: cluster,
      tags: [storeTag, 'base', `system-${description.system}`],
      ...(signal && { signal }),
      ...(options.onProgress && { onProgress: options.onProgress }),
    })
    if (snapshot === undefined || problems > 0) throw notWhole(problems)
    return {
      snapshot: snapshot.id,
      description,
      bytes: summary.totalBytesProcessed,
      bytesAdded: summary.dataAddedPacked,
    }
  } finally {
    await rm(staging, removeAll)
  }
}

async function refuseOtherSystem(session: Session, repository: Repository, cluster: string): Promise<void> {
  const system = await queryJson<string>(
    session,
    'select to_json(system_identifier::text) from pg_control_system()',
  )
  // Tags alone: a server whose credentials can be stolen may write to a vault, and read nothing.
  const known = systemOf(await repository.listSnapshots(), cluster)
  if (known === undefined || known === system) return
  throw new AnlaufError(
    'wal-invalid',
    `"${cluster}" is the cluster ${known} in this repository; this server is ${system}.`,
    {
      hint: 'Check PGHOST and PGPORT. If the cluster was made anew or upgraded, give it another --cluster name.',
    },
  )
}

async function copyCluster(session: Session, home: string, signal: AbortSignal | undefined): Promise<void> {
  const tablespaces = await queryJson<{ oid: string; location: string }[] | null>(
    session,
    `select json_agg(json_build_object('oid', oid::text, 'location', pg_tablespace_location(oid)))
       from pg_tablespace where pg_tablespace_location(oid) <> ''`,
  )
  const mappings = (tablespaces ?? []).map(
    ({ oid, location }) =>
      `--tablespace-mapping=${escaped(location)}=${escaped(join(home, 'tablespaces', oid))}`,
  )
  await mustRun(
    join(session.programs.folder, 'pg_basebackup'),
    [
      `--pgdata=${join(home, 'data')}`,
      '--format=plain',
      '--wal-method=stream',
      '--checkpoint=fast',
      '--no-password',
      '--manifest-checksums=SHA256',
      '--label=anlauf',
      ...mappings,
    ],
    {
      env: session.env,
      ...(session.cwd !== undefined && { cwd: session.cwd }),
      signal,
      what: 'The base backup was not made',
      hint: 'The role needs REPLICATION, pg_hba.conf a line for "replication", and the server two free max_wal_senders. A checksum error means that a page of the running server is damaged: look now.',
    },
  )
}

function escaped(path: string): string {
  return path.replaceAll('=', '\\=')
}

async function describe(session: Session, home: string, cluster: string): Promise<BaseDescription> {
  const data = join(home, 'data')
  const range = walRangeOf(await readFile(join(data, 'backup_manifest'), 'utf8'))
  const control = parseControlData(
    await mustRun(join(session.programs.folder, 'pg_controldata'), ['-D', data], {
      what: 'The control file cannot be read',
    }),
  )
  const major = Number((await readFile(join(data, 'PG_VERSION'), 'utf8')).trim())
  if (range === undefined || control === undefined || !Number.isSafeInteger(major)) {
    throw new AnlaufError('postgres-failed', 'The base backup does not say where it begins and ends.', {
      hint: 'Programs and server have to be of the same major version, 13 or later.',
      context: { range: range && [formatLsn(range.start), formatLsn(range.end)], major },
    })
  }
  const { system, segmentBytes, checksums } = control
  const superuser = await queryJson<string>(session, 'select to_json(rolname) from pg_roles where oid = 10')
  return { cluster, system, major, segmentBytes, checksums, superuser, ...range }
}

function notWhole(problems: number): AnlaufError {
  return new AnlaufError('write-failed', `${problems} files of the base backup could not be stored.`, {
    hint: 'Look at the disk of ANLAUF_HOME, then start the same command again.',
    retry: 'later',
  })
}
