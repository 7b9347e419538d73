import { AnlaufError } from '../../../core/failure.ts'

/** A table of a database, as its catalogue names it. */
export interface RowTable {
  readonly schema: string
  readonly name: string
  /** Qualified and quoted by the server. */
  readonly quoted: string
  readonly columns: readonly { readonly name: string; readonly quoted: string }[]
}

/** A foreign key: rows of `child` point to rows of `parent`. Places in the list of tables. */
export interface Reference {
  readonly child: number
  readonly parent: number
  /** Quoted columns, in pairs. */
  readonly columns: readonly (readonly [child: string, parent: string])[]
}

/** A column that names the tenant of each row. */
export interface TenantKey {
  readonly table: number
  /** Quoted. */
  readonly column: string
}

/** Tables whose rows are dealt out, and how. */
export interface RowRules {
  readonly tables: readonly RowTable[]
  readonly references: readonly Reference[]
  readonly keys: readonly TenantKey[]
  /** Tables that every tenant gets whole: lists of countries, rates. */
  readonly shared: readonly number[]
}

/**
 * Resolves what a person wrote: `column` (in every table that has it), `table.column` or `schema.table.column`;
 * for whole tables `table` or `schema.table`. Throws `input-invalid` for what names nothing.
 */
export function rowRules(
  tables: readonly RowTable[],
  references: readonly Reference[],
  { keys, shared }: { readonly keys: readonly string[]; readonly shared: readonly string[] },
): RowRules {
  return {
    tables,
    references,
    keys: keys.flatMap((text) => resolveKey(tables, text)),
    shared: shared.flatMap((text) => resolveTable(tables, text)),
  }
}

function resolveKey(tables: readonly RowTable[], text: string): TenantKey[] {
  const parts = text.split('.')
  const column = parts.pop() ?? ''
  const found = tables.flatMap((table, at) => {
    const there = table.columns.find(({ name }) => name === column)
    return there !== undefined && isNamed(table, parts) ? [{ table: at, column: there.quoted }] : []
  })
  if (found.length > 0) return found
  throw new AnlaufError('input-invalid', `No table has the column "${text}".`, {
    hint: 'Write column, table.column or schema.table.column, as they stand in the catalogue.',
  })
}

function resolveTable(tables: readonly RowTable[], text: string): number[] {
  const found = tables.flatMap((table, at) => (isNamed(table, text.split('.')) ? [at] : []))
  if (text !== '' && found.length > 0) return found
  throw new AnlaufError('input-invalid', `There is no table "${text}".`, {
    hint: 'Write table or schema.table, as they stand in the catalogue.',
  })
}

function isNamed({ schema, name }: RowTable, parts: readonly string[]): boolean {
  if (parts.length === 0) return true
  return parts.length === 1
    ? name === parts[0]
    : parts.length === 2 && schema === parts[0] && name === parts[1]
}

/** Schema for our own tables, in the copy only. */
export const workSchema = 'anlauf_slice'

const owners = (table: number): string => `${workSchema}.owners_${table}`
const chosen = (table: number): string => `${workSchema}.chosen_${table}`

/** A row belongs to the tenant that its key names. Tables for owners and choice are made here. */
export function seedSql({ tables, keys }: RowRules): string {
  const made = tables.map(
    (_, at) => `create table ${owners(at)} (at tid, tenant text, primary key (at, tenant));
      create table ${chosen(at)} (at tid primary key);\n`,
  )
  const seeds = keys.map(
    ({ table, column }) => `insert into ${owners(table)}
      select r.ctid, r.${column}::text from only ${quotedOf(tables, table)} as r where r.${column} is not null
      on conflict do nothing;\n`,
  )
  return `create schema ${workSchema};\n${made.join('')}${seeds.join('')}`
}

/**
 * And to every tenant of each row it points to. One round; repeat until it adds nothing, which it does after as many
 * rounds as the longest chain of references is long. Answers with the number of owners it knows.
 */
export function spreadSql({ tables, references }: RowRules): string {
  const steps = references.map(
    ({ child, parent, columns }) => `insert into ${owners(child)}
      select distinct c.ctid, o.tenant from only ${quotedOf(tables, child)} as c
        join only ${quotedOf(tables, parent)} as p on ${joined(columns)} join ${owners(parent)} as o on o.at = p.ctid
      on conflict do nothing;\n`,
  )
  return steps.join('') + countSql(tables, owners)
}

/** Rows that belong to the tenant and to nobody else, and whole tables that everybody gets. */
export function chooseSql({ tables, shared }: RowRules): string {
  const mine = tables.map(
    (_, at) => `insert into ${chosen(at)}
      select at from ${owners(at)} group by at having count(*) = 1 and min(tenant) = :'tenant';\n`,
  )
  const whole = shared.map(
    (at) => `insert into ${chosen(at)} select r.ctid from only ${quotedOf(tables, at)} as r
      where not exists (select from ${owners(at)} as o where o.at = r.ctid) on conflict do nothing;\n`,
  )
  return mine.join('') + whole.join('')
}

/** Rows that chosen rows point to come along; they belong to the tenant or to nobody. Repeat until nothing is added. */
export function closeSql({ tables, references }: RowRules): string {
  const steps = references.map(
    ({ child, parent, columns }) => `insert into ${chosen(parent)}
      select distinct p.ctid from ${chosen(child)} as s join only ${quotedOf(tables, child)} as c on c.ctid = s.at
        join only ${quotedOf(tables, parent)} as p on ${joined(columns)}
      on conflict do nothing;\n`,
  )
  return steps.join('') + countSql(tables, chosen)
}

/** Figures of one table. */
export interface RowCounts {
  readonly table: string
  /** Its rows have owners: it has a key or points to a table that does. */
  readonly hasOwners: boolean
  readonly total: number
  readonly handedOver: number
  /** Of those handed over: rows that belong to nobody, taken along as a whole table or because a chosen row points to them. */
  readonly takenAlong: number
  /** Rows without a tenant in a table that has owners. */
  readonly nobody: number
  /** Rows of this tenant and of another one as well: held back. */
  readonly shared: number
}

export function countsSql({ tables }: RowRules): string {
  return tables
    .map(
      ({ quoted }, at) => `select json_build_array(
        (select count(*) from only ${quoted}), (select count(*) from ${chosen(at)}),
        (select count(*) from ${chosen(at)} as s where not exists (select from ${owners(at)} as o where o.at = s.at)),
        (select count(*) from only ${quoted} as r where not exists (select from ${owners(at)} as o where o.at = r.ctid)),
        (select count(*) from (select at from ${owners(at)} group by at
           having count(*) > 1 and bool_or(tenant = :'tenant')) as both_of_them));\n`,
    )
    .join('')
}

/** Reads the answers of `countsSql`, one a line. */
export function rowCounts(rules: RowRules, answers: readonly (readonly number[])[]): readonly RowCounts[] {
  const owned = tablesWithOwners(rules)
  return rules.tables.map(({ quoted }, at) => {
    const [total = 0, handedOver = 0, takenAlong = 0, nobody = 0, shared = 0] = answers[at] ?? []
    const hasOwners = owned.has(at)
    return { table: quoted, hasOwners, total, handedOver, takenAlong, nobody: hasOwners ? nobody : 0, shared }
  })
}

/** Everything else goes, in the copy; indexes, references and triggers are not there yet. */
export function dropOthersSql({ tables }: RowRules): string {
  const deletions = tables.map(
    ({ quoted }, at) =>
      `delete from only ${quoted} as r where not exists (select from ${chosen(at)} as s where s.at = r.ctid);\n`,
  )
  return `${deletions.join('')}drop schema ${workSchema} cascade;\n`
}

/** Tables with a key, and those that point to them, over any number of steps. */
function tablesWithOwners({ keys, references }: RowRules): ReadonlySet<number> {
  const owned = new Set(keys.map(({ table }) => table))
  for (let before = -1; before !== owned.size;) {
    before = owned.size
    for (const { child, parent } of references) if (owned.has(parent)) owned.add(child)
  }
  return owned
}

function countSql(tables: readonly RowTable[], of: (table: number) => string): string {
  if (tables.length === 0) return 'select 0;\n'
  return `select ${tables.map((_, at) => `(select count(*) from ${of(at)})`).join(' + ')};\n`
}

function joined(columns: Reference['columns']): string {
  return columns.map(([child, parent]) => `c.${child} = p.${parent}`).join(' and ')
}

function quotedOf(tables: readonly RowTable[], at: number): string {
  return tables[at]?.quoted ?? ''
}
