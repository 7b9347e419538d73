import { AnlaufError } from '../../core/failure.ts'
import type { DatabaseValue } from '../../phases/recover/databases/index.ts'
import { quoteName, quoteText, type TableDefinition } from '../../phases/recover/databases/mariadb/index.ts'
import { programFailure } from '../programs/index.ts'
import { mariadb } from './product.ts'
import { clientOptions, type Reach, type Session } from './session.ts'
import { startWriting } from './stream-program.ts'

/** Numbers, times and addresses hold nothing of somebody else's making. */
const carrying =
  /char$|binary$|text$|blob$|^json$|^enum$|^set$|^geometry|point$|linestring$|polygon$|collection$|^vector$/
const binary = /binary$|blob$|^geometry|point$|linestring$|polygon$|collection$|^vector$/
/** Node takes no longer text than this many characters; a value has half of it. */
const maxHexLength = 500_000_000

/**
 * Everything in a loaded schema that can carry foreign bytes, raw: every value of every column of text or bytes, and
 * all definitions whole. Throws `mariadb-failed`, also when one value cannot be read: unread is not clean.
 */
export async function* readValues(
  reach: Reach,
  session: Session,
  { schema, tables }: { readonly schema: string; readonly tables: readonly TableDefinition[] },
): AsyncGenerator<DatabaseValue> {
  yield* definitions(session, schema, tables)
  for (const table of tables) {
    const columns = table.columns.filter(({ type }) => carrying.test(type))
    if (columns.length === 0) continue
    const list = columns.map(({ name }) => valueSql(quoteName(name))).join(', ')
    const from = `${quoteName(schema)}.${quoteName(table.name)}`
    for await (const fields of readRows(reach, `select ${list} from ${from}`)) {
      for (const [at, column] of columns.entries()) {
        const where = `${schema}.${table.name}.${column.name}`
        const bytes = bytesOf(fields[at], where)
        if (bytes !== undefined) yield { where, isBinary: binary.test(column.type), bytes }
      }
    }
  }
}

/** `-` is no value, a server that could not make the text says NULL. */
function valueSql(column: string): string {
  return `if(${column} is null, '-', hex(${column}))`
}

function bytesOf(field: Buffer | undefined, where: string): Buffer | undefined {
  if (field?.length === 1 && field[0] === 0x2d) return undefined
  if (field === undefined || field.length > maxHexLength || field.length % 2 !== 0) throw notRead(where)
  const bytes = Buffer.from(field.toString('latin1'), 'hex')
  if (bytes.length !== field.length / 2) throw notRead(where)
  return bytes
}

async function* definitions(
  session: Session,
  schema: string,
  tables: readonly TableDefinition[],
): AsyncGenerator<DatabaseValue> {
  const name = quoteText(schema)
  for (const table of tables) {
    const text = await session.lines(`show create table ${quoteName(schema)}.${quoteName(table.name)}`)
    yield {
      where: `definition of ${schema}.${table.name}`,
      isBinary: true,
      bytes: Buffer.from(text.join('\n')),
    }
  }
  for (const [kind, sql] of [
    [
      'routine',
      `select json_array(name, hex(concat(param_list, '\\n', returns, '\\n', body, '\\n', comment))) from mysql.proc where db = ${name}`,
    ],
    [
      'trigger',
      `select json_array(trigger_name, hex(action_statement)) from information_schema.triggers where trigger_schema = ${name}`,
    ],
    [
      'event',
      `select json_array(name, hex(concat(body, '\\n', comment))) from mysql.event where db = ${name}`,
    ],
    [
      'view',
      `select json_array(table_name, hex(view_definition)) from information_schema.views where table_schema = ${name}`,
    ],
  ] as const) {
    for (const [object, hex] of await session.rows(sql)) {
      const where = `${kind} ${schema}.${String(object)}`
      const bytes = bytesOf(typeof hex === 'string' ? Buffer.from(hex) : undefined, where)
      if (bytes !== undefined) yield { where, isBinary: true, bytes }
    }
  }
}

/** Rows as the client prints them: hexadecimal digits hold neither tabs nor line breaks. */
async function* readRows(reach: Reach, sql: string): AsyncGenerator<readonly Buffer[]> {
  await using program = startWriting(
    reach.client,
    [
      `--defaults-file=${reach.optionFile}`,
      ...clientOptions,
      '--batch',
      '--raw',
      '--skip-column-names',
      '--quick',
      '--max-allowed-packet=1G',
      `--execute=${sql}`,
    ],
    reach,
  )
  let rest: Buffer[] = []
  for await (const piece of program.output) {
    let from = 0
    for (let at = piece.indexOf(0x0a); at >= 0; at = piece.indexOf(0x0a, from)) {
      yield fieldsOf(Buffer.concat([...rest, piece.subarray(from, at)]))
      rest = []
      from = at + 1
    }
    rest.push(piece.subarray(from))
  }
  const { code, stderr } = await program.ended()
  if (code === 0) return
  throw programFailure(mariadb, { what: 'A table cannot be read for scanning', stderr })
}

function fieldsOf(line: Buffer): readonly Buffer[] {
  const fields: Buffer[] = []
  let from = 0
  for (let at = line.indexOf(0x09); at >= 0; at = line.indexOf(0x09, from)) {
    fields.push(line.subarray(from, at))
    from = at + 1
  }
  return [...fields, line.subarray(from)]
}

function notRead(where: string): AnlaufError {
  return new AnlaufError('mariadb-failed', `A value of ${where} cannot be read for scanning.`, {
    hint: 'It has more than some 250 MB. What was not scanned is not handed over: take it out of the schema by hand and decide about it apart.',
    context: { where },
  })
}
