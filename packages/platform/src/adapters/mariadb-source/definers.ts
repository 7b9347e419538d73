import { quotePattern, quoteText } from '../../phases/recover/databases/mariadb/index.ts'
import type { Session } from './session.ts'

/**
 * Lets the definers of a schema exist while `work` runs, locked and with rights on this schema alone: MariaDB shows no
 * view whose definer is not there. Returns their names. Afterwards they are gone again.
 */
export async function withDefiners(
  session: Session,
  schema: string,
  work: () => Promise<void>,
): Promise<readonly string[]> {
  const name = quoteText(schema)
  const rows = await session.rows(
    `select distinct json_array(definer) from (
      select definer from information_schema.views where table_schema = ${name}
      union select definer from information_schema.triggers where trigger_schema = ${name}
      union select definer from mysql.proc where db = ${name}
      union select definer from mysql.event where db = ${name}) as all_of_them`,
  )
  const definers = [...new Set(rows.map(([definer]) => String(definer)))].filter((one) => one !== '').sort()
  const accounts = [...new Set(definers.map(accountOf))]
  try {
    for (const account of accounts) {
      await session.lines(`create user if not exists ${account} account lock`)
      await session.lines(`grant all on ${quotePattern(schema)}.* to ${account}`)
    }
    await work()
  } finally {
    for (const account of accounts) await session.lines(`drop user if exists ${account}`)
  }
  return definers
}

/** `user@host`; the last `@` divides them, and a role has none. */
function accountOf(definer: string): string {
  const at = definer.lastIndexOf('@')
  const [user, host] = at < 0 ? [definer, '%'] : [definer.slice(0, at), definer.slice(at + 1)]
  return `${quoted(user)}@${quoted(host)}`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
