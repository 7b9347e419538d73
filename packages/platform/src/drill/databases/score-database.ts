import { join } from 'node:path'

import { entriesBelow } from '../../phases/detect/index.ts'
import { unitFolder } from '../../phases/recover/index.ts'
import { startLiveServer } from './live-server.ts'
import { type DatabaseTruth, rowsOf } from './play-database.ts'
import { plantedThings } from './pooled-data.ts'
import type { DatabaseResponse } from './recover-database.ts'

/** How the tenant's part of the shared database came back: rows, not files. */
export type DatabaseScore =
  | { readonly isPlayed: false; readonly why: string }
  | {
      readonly isPlayed: true
      readonly tenant: string
      readonly filesHit: number
      readonly tables: number
      /** Rows that were the tenant's the moment before the attack, and those of them that are back as they were. */
      readonly rows: number
      readonly exact: number
      /** Rows in what the tenant got that are another's. */
      readonly foreign: number
      /** Rows that never were in the database before the attack. */
      readonly unknown: number
      /** What somebody planted, and how much of it the responders were shown. */
      readonly planted: number
      readonly plantedShown: number
    }

/** What the tenant finds: the released dump, loaded with stock programs into a server that knows nothing else. */
export async function readReleasedRows(
  truth: DatabaseTruth,
  options: { readonly released: string; readonly folder: string; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { released, folder, signal } = options
  const dump = [...entriesBelow(join(unitFolder(released, truth.tenant), 'files'))].find(({ path }) =>
    path.endsWith('.dump'),
  )
  const found = new Map<string, readonly string[]>()
  if (dump === undefined) return found
  await using server = await startLiveServer(folder, signal)
  await server.sql('create database back')
  await server.restore(dump.path, 'back')
  for (const table of truth.own.keys())
    found.set(table, await rowsOf(server, `select t from ${table} t`, 'back'))
  return found
}

/** Compares rows with the truth, as multisets. Pure. */
export function scoreDatabase(
  truth: DatabaseTruth,
  found: ReadonlyMap<string, readonly string[]>,
  { changes }: Pick<DatabaseResponse, 'changes'>,
): DatabaseScore {
  let [rows, exact, foreign, unknown] = [0, 0, 0, 0]
  for (const [table, own] of truth.own) {
    rows += own.length
    const open = Map.groupBy(own, (row) => row)
    for (const row of found.get(table) ?? []) {
      if (open.get(row)?.pop() !== undefined) exact += 1
      else if (truth.others.has(`${table} ${row}`)) foreign += 1
      else unknown += 1
    }
  }
  return {
    isPlayed: true,
    tenant: truth.tenant,
    filesHit: truth.filesHit,
    tables: truth.own.size,
    rows,
    exact,
    foreign,
    unknown,
    planted: plantedThings.length,
    plantedShown: plantedThings.filter((thing) => changes.includes(`added ${thing}`)).length,
  }
}

/** Why databases fail the drill; empty when they do not, or were not played. */
export function databaseFailures(score: DatabaseScore): string[] {
  if (!score.isPlayed) return []
  const { rows, exact, foreign, unknown, planted, plantedShown } = score
  return [
    ...(rows === 0 ? ['no row of the database was there to restore'] : []),
    ...(exact < rows ? [`${rows - exact} of ${rows} rows of the database did not come back exactly`] : []),
    ...(foreign > 0 ? [`${foreign} rows of other tenants were released`] : []),
    ...(unknown > 0 ? [`${unknown} rows were released that the attacker made`] : []),
    ...(plantedShown < planted
      ? [`${planted - plantedShown} things planted in the database were shown to nobody`]
      : []),
  ]
}

/** One line of the score. */
export function databaseRow(score: DatabaseScore): [string, string, boolean?] {
  if (!score.isPlayed) return ['Databases', `NOT PLAYED: ${score.why}`]
  const { tenant, rows, exact, foreign, tables, planted, plantedShown } = score
  return [
    'Databases',
    `PostgreSQL, ${tenant}: ${exact} of ${rows} rows in ${tables} tables exact, ${foreign} of others; ${plantedShown} of ${planted} planted things shown`,
    databaseFailures(score).length === 0,
  ]
}
