import { lstatSync } from 'node:fs'
import { join } from 'node:path'

import type { Repository } from '@anlauf/repository'

import { pushSegment, takeBase } from '../../adapters/postgres-source/index.ts'
import { attackModes } from '../attack/attack-modes.ts'
import { attackFile } from '../attack/player.ts'
import { filesBelow } from '../days/files-below.ts'
import { type EstateFolder, writeMarker } from '../estate-folder.ts'
import type { Random } from '../random.ts'
import { type LiveServer, startLiveServer } from './live-server.ts'
import { attackSql, ownedRows, pooledDatabase, pooledSql, workingDaySql } from './pooled-data.ts'

/** Name of the provider's cluster in the repository of databases. */
export const clusterName = 'consult'

/** What was in the database the moment before the attack; the responders never see it. */
export interface DatabaseTruth {
  readonly tenant: string
  /** Value of the tenant's columns. */
  readonly key: string
  /** MD5 of each row that is the tenant's, by table; and of each that is not. */
  readonly own: ReadonlyMap<string, readonly string[]>
  readonly others: ReadonlySet<string>
  /** Files of the data folder that were encrypted afterwards. */
  readonly filesHit: number
}

export interface DatabasePlay {
  readonly estate: EstateFolder
  readonly folder: string
  readonly repository: Repository
  readonly random: Random
  readonly seed: number
  readonly signal: AbortSignal
}

/**
 * One shared PostgreSQL of all tenants: filled, backed up, worked in, then attacked from inside and on disk. Its log
 * up to the end is in the repository; the cluster itself is beyond use.
 */
export async function playDatabase(options: DatabasePlay): Promise<DatabaseTruth> {
  const { estate, folder, repository, random, signal } = options
  const tenants = estate.tenants.map(({ id }) => id)
  const [tenant = ''] = tenants
  writeMarker(folder, options.seed)
  const server = await startLiveServer(folder, signal)
  await using _server = server
  await server.sql(`create role app login; create database ${pooledDatabase} owner app`)
  await server.sql(pooledSql(tenants, random.fork('rows')), pooledDatabase)
  await takeBase(server.session, repository, {
    cluster: clusterName,
    staging: join(folder, 'staging'),
    signal,
  })
  await server.sql(workingDaySql(random.fork('day')), pooledDatabase)
  const truth = await readTruth(server, '1')
  await server.sql(attackSql.planted, pooledDatabase)
  await server.sql(attackSql.damage, pooledDatabase)
  await server.finishSegment()
  const database = await server.sql(`select oid from pg_database where datname = '${pooledDatabase}'`)
  await server[Symbol.asyncDispose]()
  for (const file of server.archived()) await pushSegment(repository, { cluster: clusterName, file, signal })
  const filesHit = encryptFiles(folder, join(server.data, 'base', database.trim()))
  return { tenant, key: '1', ...truth, filesHit }
}

/** Asked of the attacked server itself while it was whole, in the drill's own words. */
async function readTruth(server: LiveServer, key: string): Promise<Pick<DatabaseTruth, 'own' | 'others'>> {
  const own = new Map<string, readonly string[]>()
  const others = new Set<string>()
  for (const [table, query] of Object.entries(ownedRows)) {
    const mine = await rowsOf(server, query.replaceAll('$', key))
    own.set(table, mine)
    const known = new Set(mine)
    for (const row of await rowsOf(server, `select t from ${table} t`)) {
      if (!known.has(row)) others.add(`${table} ${row}`)
    }
  }
  return { own, others }
}

/** MD5 of each row as text, sorted. `query` gives one column that holds a whole row. */
export async function rowsOf(
  server: Pick<LiveServer, 'sql'>,
  query: string,
  database = pooledDatabase,
): Promise<readonly string[]> {
  const said = await server.sql(`select md5(r::text) from (${query}) as q(r) order by 1`, database)
  return said.split('\n').filter((line) => line !== '')
}

/** Every table and index of the database, over the old bytes, as on a server whose administrator was robbed. */
function encryptFiles(root: string, folder: string): number {
  const mode = attackModes.find(({ name }) => name === 'conti-full')
  if (mode === undefined) return 0
  const at = new Date()
  return filesBelow(folder).filter((path) => {
    if (lstatSync(path).size === 0) return false
    const how = { mode, campaign: 'conti', shape: 'in-place', keepsName: true, at } as const
    return attackFile(root, path, how) !== undefined
  }).length
}
