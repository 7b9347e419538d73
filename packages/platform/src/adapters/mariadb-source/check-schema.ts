import type { Definitions } from '../../phases/recover/databases/mariadb/index.ts'
import { quoteName } from '../../phases/recover/databases/mariadb/index.ts'
import type { Session } from './session.ts'

/** Lets the server check every table of a schema, page by page and index by index; one line for each that is not whole. */
export async function checkTables(
  session: Session,
  schema: string,
  { tables }: Pick<Definitions, 'tables'>,
): Promise<readonly string[]> {
  const problems: string[] = []
  for (const { name } of tables.filter(({ kind }) => kind === 'rows')) {
    for (const line of await session.lines(`check table ${quoteName(schema)}.${quoteName(name)} extended`)) {
      const [type = '', text = ''] = line.split('\t').slice(-2)
      const isFine =
        type === 'note' || (type === 'status' && /^(?:OK|Table is already up to date)$/.test(text))
      if (!isFine) problems.push(`table ${name}: ${text}`)
    }
  }
  return problems
}
