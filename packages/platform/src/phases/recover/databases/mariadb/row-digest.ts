import { createHash } from 'node:crypto'

import type { TableDigest } from '../table-digest.ts'
import { quoteName } from './quote.ts'

/** A column as `information_schema` names it. */
export interface Column {
  readonly name: string
  /** `data_type`, such as `varchar`. */
  readonly type: string
}

/** Their bytes go in as they are, whatever their character set, and however long they are. */
const longTypes = /text$|blob$|^json$|^geometry|point$|linestring$|polygon$|collection$|^vector$/
const shortTypes = /^(?:var)?(?:char|binary)$|^enum$|^set$|^bit$/

/**
 * SQL for one table: a JSON list of the count of rows, the count of hashed rows and two 64-bit sums over the SHA-256
 * of each row. Equal contents give equal figures, whatever the order of the rows.
 */
export function rowDigestSql(
  schema: string,
  { table, columns }: { readonly table: string; readonly columns: readonly Column[] },
): string {
  const hash = `sha2(concat_ws(',', ${columns.map(hashable).join(', ')}), 256)`
  const sums = [1, 17].map(
    (at) => `cast(coalesce(sum(cast(conv(substr(${hash}, ${at}, 16), 16, 10) as unsigned)), 0) as char)`,
  )
  return `select json_array(cast(count(*) as char), cast(count(${hash}) as char), ${sums.join(', ')})
    from ${quoteName(schema)}.${quoteName(table)}`
}

/** The figures as a digest; nothing when some rows could not be hashed. */
export function rowDigest(table: string, figures: readonly unknown[]): TableDigest | undefined {
  const [rows, hashed] = figures
  if (typeof rows !== 'string' || rows !== hashed || figures.length !== 4) return undefined
  return {
    table,
    rows: Number(rows),
    digest: createHash('sha256').update(JSON.stringify(figures)).digest('hex'),
  }
}

/** No two values of a column print the same, and none holds a comma: NULL is `-`, text is hexadecimal. */
function hashable({ name, type }: Column): string {
  const column = quoteName(name)
  const text = longTypes.test(type)
    ? `sha2(${column}, 256)`
    : shortTypes.test(type)
      ? `hex(${column})`
      : `concat(${column})`
  return `coalesce(${text}, '-')`
}
