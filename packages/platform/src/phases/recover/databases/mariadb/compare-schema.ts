import { compareTables, type TableDigest } from '../table-digest.ts'
import type { Definitions } from './definitions.ts'
import type { DumpedSchema } from './dump-manifest.ts'
import type { InventoryLine } from '../inventory.ts'

/**
 * What is not as it was when the dump was taken, one line each; empty when all is. `objects` are the routines,
 * triggers, events and views of that moment.
 */
export function schemaProblems(
  dumped: Pick<DumpedSchema, 'tables' | 'unsteady' | 'leftOut'>,
  {
    objects,
    found,
    tables,
  }: {
    readonly objects: readonly InventoryLine[]
    readonly found: Definitions
    readonly tables: readonly TableDigest[]
  },
): readonly string[] {
  const expected = new Set([...dumped.tables.map(({ table }) => table), ...dumped.unsteady])
  const there = new Set(found.tables.map(({ name }) => name))
  const unsteady = new Set(dumped.unsteady)
  return [
    ...[...expected].filter((name) => !there.has(name)).map((name) => `table ${name} is missing`),
    ...[...there].filter((name) => !expected.has(name)).map((name) => `table ${name} was not there`),
    ...compareTables(
      dumped.tables.filter(({ table }) => there.has(table)),
      tables.filter(({ table }) => expected.has(table) && !unsteady.has(table)),
    ).map(({ table, what, expected: was, found: is }) =>
      what === 'rows'
        ? `table ${table} has ${is} rows, there were ${was}`
        : `table ${table} has other content`,
    ),
    ...objectProblems(
      objects.filter(({ kind, name }) => kind !== 'view' || !dumped.leftOut.includes(name)),
      found.objects,
    ),
  ]
}

function objectProblems(expected: readonly InventoryLine[], found: readonly InventoryLine[]): string[] {
  const key = ({ kind, name }: InventoryLine): string => `${kind} ${name}`
  const there = new Map(found.map((line) => [key(line), line.digest]))
  const wanted = new Set(expected.map(key))
  return [
    ...expected.flatMap((line) => {
      const digest = there.get(key(line))
      if (digest === undefined) return [`${key(line)} is missing`]
      return digest === line.digest ? [] : [`${key(line)} is another`]
    }),
    ...found.filter((line) => !wanted.has(key(line))).map((line) => `${key(line)} was not there`),
  ]
}
