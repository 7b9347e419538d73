import { createHash } from 'node:crypto'

/** A table's rows as figures: equal contents give equal figures, whatever the order of the rows. */
export interface TableDigest {
  /** Qualified and quoted where it must be. */
  readonly table: string
  readonly rows: number
  /** SHA-256 over the count and four 64-bit sums over the SHA-256 of each row's text. */
  readonly digest: string
}

/** A table that is not what it was. */
export interface TableDifference {
  readonly table: string
  readonly what: 'missing' | 'unexpected' | 'rows' | 'content'
  readonly expected: number | undefined
  readonly found: number | undefined
}

/** SQL for one table: a JSON list of count and sums. `from` is `only schema.table`, quoted by the server itself. */
export function digestSql(from: string): string {
  const sums = [1, 9, 17, 25].map(
    (at) =>
      `coalesce(sum(('x' || encode(substr(hash, ${at}, 8), 'hex'))::bit(64)::bigint::numeric), 0)::text`,
  )
  return `select json_build_array(count(*)::text, ${sums.join(', ')}) from (
    select sha256(convert_to(anlauf_row::text, getdatabaseencoding())) as hash from ${from} as anlauf_row) as hashes;\n`
}

export function tableDigest(table: string, figures: readonly string[]): TableDigest {
  return {
    table,
    rows: Number(figures[0]),
    digest: createHash('sha256').update(JSON.stringify(figures)).digest('hex'),
  }
}

/** What differs between a table list and its copy; empty when the copy is right. */
export function compareTables(
  expected: readonly TableDigest[],
  found: readonly TableDigest[],
): readonly TableDifference[] {
  const there = new Map(found.map((one) => [one.table, one]))
  const wanted = new Set(expected.map(({ table }) => table))
  const differences: TableDifference[] = []
  for (const { table, rows, digest } of expected) {
    const copy = there.get(table)
    const what =
      copy === undefined
        ? 'missing'
        : copy.rows !== rows
          ? 'rows'
          : copy.digest === digest
            ? undefined
            : 'content'
    if (what !== undefined) differences.push({ table, what, expected: rows, found: copy?.rows })
  }
  for (const { table, rows } of found) {
    if (!wanted.has(table)) differences.push({ table, what: 'unexpected', expected: undefined, found: rows })
  }
  return differences
}
