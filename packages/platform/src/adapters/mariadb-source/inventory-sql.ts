import { createHash } from 'node:crypto'

import type { InventoryLine } from '../../phases/recover/databases/index.ts'
import type { ServerFacts } from '../../phases/recover/databases/mariadb/index.ts'
import type { SourceSchema } from './dump-schema.ts'
import type { Session } from './session.ts'

/** Schemas of the server itself. */
const ownSchemas = `('information_schema', 'performance_schema', 'mysql', 'sys')`

export async function sourceSchemas(session: Session): Promise<readonly SourceSchema[]> {
  const rows = await session.rows(
    `select json_array(schema_name, default_character_set_name, default_collation_name) from information_schema.schemata
      where lower(schema_name) not in ${ownSchemas} order by schema_name`,
  )
  return rows.map(([schema, characterSet, collation]) => ({
    schema: String(schema),
    characterSet: String(characterSet),
    collation: String(collation),
  }))
}

/** What belongs to the server as a whole: accounts, rights, code, links to other servers, settings that load or run. */
export async function readServer(
  session: Session,
): Promise<{ readonly facts: ServerFacts; readonly lines: readonly InventoryLine[] }> {
  const [[version, lowerCaseNames, pageSize] = []] = await session.rows(
    'select json_array(@@version, @@lower_case_table_names, @@innodb_page_size)',
  )
  const lines: InventoryLine[] = []
  for (const [user, host, account] of await session.rows(accountsSql))
    lines.push(...accountLines(user, host, account))
  for (const sql of serverSql) {
    for (const [kind, name, text, secret] of await session.rows(sql)) {
      lines.push({
        kind: String(kind),
        database: '',
        name: String(name),
        text: String(text),
        digest: sha256(`${String(text)}\0${JSON.stringify(secret ?? null)}`),
      })
    }
  }
  return {
    facts: {
      version: String(version),
      lowerCaseNames: Number(lowerCaseNames),
      pageSize: Number(pageSize),
    },
    lines,
  }
}

const accountsSql = `select json_array(user, host, convert(priv using utf8mb4)) from mysql.global_priv order by user, host`

/** Passwords go into digests only; when they were last set is no change of rights. */
function accountLines(user: unknown, host: unknown, account: unknown): readonly InventoryLine[] {
  const name = `${String(user)}@${String(host)}`
  const fields = typeof account === 'string' ? parseAccount(account) : (account as Record<string, unknown>)
  const secrets = ['authentication_string', 'auth_or', 'plugin']
  const rest = Object.entries(fields).filter(
    ([field]) => ![...secrets, 'access', 'version_id', 'password_last_changed'].includes(field),
  )
  const secret = JSON.stringify(secrets.map((field) => fields[field] ?? null))
  const text = JSON.stringify(Object.fromEntries(rest.sort(([a], [b]) => (a < b ? -1 : 1))))
  return [
    { kind: 'user', database: '', name, text, digest: sha256(text) },
    {
      kind: 'password',
      database: '',
      name,
      text: `signs in with ${typeof fields['plugin'] === 'string' ? fields['plugin'] : 'a password'}`,
      digest: sha256(secret),
    },
  ]
}

function parseAccount(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return { unreadable: sha256(text) }
  }
}

/** Settings that load code, run statements, open files or let somebody in. */
const settings = [
  'init_connect',
  'init_file',
  'init_slave',
  'plugin_dir',
  'plugin_maturity',
  'secure_file_priv',
  'local_infile',
  'event_scheduler',
  'general_log',
  'general_log_file',
  'slow_query_log_file',
  'sql_mode',
  'log_bin_trust_function_creators',
  'strict_password_validation',
  'wsrep_notify_cmd',
  'wsrep_sst_method',
  'proxy_protocol_networks',
]

const serverSql: readonly string[] = [
  ...[
    ['user_privileges', `''`, `''`],
    ['schema_privileges', 'table_schema', `''`],
    ['table_privileges', 'table_schema', 'table_name'],
    ['column_privileges', 'table_schema', `concat(table_name, '.', column_name)`],
  ].map(
    ([view, schema, object]) =>
      `select json_array('rights', concat(grantee, if(${schema} = '', ' on everything', concat(' on ', ${schema}, '.', ${object}))),
        group_concat(concat(privilege_type, if(is_grantable = 'YES', ' GRANT OPTION', '')) order by privilege_type separator ', '))
      from information_schema.${view} group by grantee, ${schema}, ${object} order by 1`,
  ),
  `select json_array('rights', concat(quote(user), '@', quote(host), ' on ', db, '.', routine_name, ' (', lower(routine_type), ')'), proc_priv)
    from mysql.procs_priv order by 1`,
  `select json_array('membership', concat(quote(user), '@', quote(host), ' has ', quote(role)), concat('admin option ', admin_option))
    from mysql.roles_mapping order by 1`,
  `select json_array('proxy', concat(quote(user), '@', quote(host), ' as ', quote(proxied_user), '@', quote(proxied_host)), concat('with grant ', with_grant))
    from mysql.proxies_priv order by 1`,
  `select json_array('plugin', plugin_name, concat(plugin_type, ' from ', plugin_library, ', ', plugin_status))
    from information_schema.plugins where plugin_library is not null order by 1`,
  `select json_array('plugin', concat(name, ' (installed)'), concat('from ', dl)) from mysql.plugin order by 1`,
  `select json_array('native function', name, concat('from ', dl)) from mysql.func order by 1`,
  `select json_array('foreign server', server_name, concat_ws(' ', wrapper, host, port, socket, db, username, owner), sha2(password, 256))
    from mysql.servers order by 1`,
  `select json_array('setting', lower(variable_name), variable_value) from information_schema.global_variables
    where lower(variable_name) in (${settings.map((name) => `'${name}'`).join(', ')}) order by 1`,
]

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
