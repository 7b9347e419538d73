import { createHash } from 'node:crypto'

import type { InventoryLine } from '../inventory.ts'
import type { Column } from './row-digest.ts'

/** What a schema consists of at one moment. */
export interface Definitions {
  readonly tables: readonly TableDefinition[]
  /** Routines, triggers, events and views: what runs, or acts with somebody's rights. */
  readonly objects: readonly InventoryLine[]
  /** Views that the server itself calls invalid: no program can dump them. */
  readonly brokenViews: readonly string[]
  /** By kind and name: changes with every change of a definition, also one that is taken back. */
  readonly stamps: ReadonlyMap<string, string>
}

export interface TableDefinition {
  readonly name: string
  readonly kind: 'rows' | 'sequence'
  /** One transaction sees it as of one moment. */
  readonly transactional: boolean
  /** Keeps rows that were changed or deleted. */
  readonly versioned: boolean
  readonly columns: readonly Column[]
}

/** Names of what came, went or was defined anew between two looks; empty when nothing did. */
export function changedDefinitions(before: Definitions, after: Definitions): readonly string[] {
  const names = new Set([...before.stamps.keys(), ...after.stamps.keys()])
  return [...names].filter((name) => before.stamps.get(name) !== after.stamps.get(name)).sort()
}

/**
 * Reads the rows of `definitionsSql` (adapters): `[kind, name, ...]`. Throws nothing; what is of no known kind is a
 * stamp all the same.
 */
export function readDefinitions(schema: string, rows: readonly (readonly unknown[])[]): Definitions {
  const columns = new Map<string, Column[]>()
  const tables: (Omit<TableDefinition, 'columns'> & { name: string })[] = []
  const objects: InventoryLine[] = []
  const brokenViews: string[] = []
  const stamps = new Map<string, string>()
  for (const [kind, name, ...fields] of rows.map((row) => row.map(textOf))) {
    if (kind === undefined || name === undefined) continue
    const key = `${kind} ${name}`
    stamps.set(key, sha256([stamps.get(key) ?? '', ...fields].join('\0')))
    const [first = '', second = '', third = ''] = fields
    if (kind === 'column') columns.set(name, [...(columns.get(name) ?? []), { name: first, type: second }])
    if (kind === 'table' && first !== 'VIEW') {
      tables.push({
        name,
        kind: first === 'SEQUENCE' ? 'sequence' : 'rows',
        versioned: first === 'SYSTEM VERSIONED',
        transactional: second === 'YES',
      })
    }
    if (kind === 'table' && first === 'VIEW' && third !== 'VIEW') brokenViews.push(name)
    if (['procedure', 'function', 'package', 'trigger', 'event', 'view'].includes(kind))
      objects.push({ kind, database: schema, name, text: first, digest: second })
  }
  return {
    tables: tables.map((table) => ({ ...table, columns: columns.get(table.name) ?? [] })),
    objects,
    brokenViews,
    stamps,
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
