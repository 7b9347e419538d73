import { type Definitions, quoteText, readDefinitions } from '../../phases/recover/databases/mariadb/index.ts'
import type { Session } from './session.ts'

/** How much of a routine or view a person gets to see in a list. */
const shown = 2000

/**
 * Tables, columns, routines, triggers, events and views of a schema. `exact` adds
 * details and the numbers under which InnoDB keeps tables, which change with every TRUNCATE: only for one server at two
 * moments.
 */
export async function readSchema(
  session: Session,
  schema: string,
  { exact = false }: { readonly exact?: boolean } = {},
): Promise<Definitions> {
  const rows: (readonly unknown[])[] = []
  const statements = exact ? [...schemaSql(schema), ...detailsSql(schema), idsSql(schema)] : schemaSql(schema)
  for (const sql of statements) rows.push(...(await session.rows(sql)))
  return readDefinitions(schema, rows)
}

function schemaSql(schema: string): readonly string[] {
  const name = quoteText(schema)
  return [
    `select json_array('table', t.table_name, t.table_type, coalesce(e.transactions, 'NO'),
        if(t.table_type = 'VIEW', t.table_comment, ''), t.engine, t.table_collation, t.create_options, t.create_time)
      from information_schema.tables t left join information_schema.engines e on e.engine = t.engine
      where t.table_schema = ${name} and t.table_type <> 'TEMPORARY' order by t.table_name`,
    `select json_array('column', table_name, column_name, data_type, column_type, is_nullable, column_default, extra,
        generation_expression, collation_name)
      from information_schema.columns where table_schema = ${name} order by table_name, ordinal_position`,
    `select json_array(lower(substring_index(type, ' ', 1)), concat(name, if(type = 'PACKAGE BODY', ' body', '')),
        left(concat('DEFINER ', definer, ' ', security_type, ' ', convert(body_utf8 using utf8mb4)), ${shown}),
        sha2(concat_ws('|', type, language, sql_data_access, is_deterministic, security_type, definer, sql_mode,
          sha2(param_list, 256), sha2(returns, 256), sha2(body, 256)), 256), modified)
      from mysql.proc where db = ${name} order by type, name`,
    `select json_array('trigger', trigger_name,
        left(concat('DEFINER ', definer, ' ', action_timing, ' ', event_manipulation, ' ON ', event_object_table, ' ', action_statement), ${shown}),
        sha2(concat_ws('|', definer, action_timing, event_manipulation, action_order, sql_mode,
          sha2(event_object_table, 256), sha2(action_statement, 256)), 256), created)
      from information_schema.triggers where trigger_schema = ${name} order by trigger_name`,
    `select json_array('event', name,
        left(concat('DEFINER ', definer, ' ', status, ' every ', coalesce(concat(interval_value, ' ', interval_field), '-'),
          ' at ', coalesce(execute_at, '-'), ' ', convert(body_utf8 using utf8mb4)), ${shown}),
        sha2(concat_ws('|', definer, status, on_completion, coalesce(interval_value, '-'), coalesce(interval_field, '-'),
          coalesce(execute_at, '-'), coalesce(starts, '-'), coalesce(ends, '-'), sql_mode, sha2(body, 256)), 256), modified)
      from mysql.event where db = ${name} order by name`,
    `select json_array('view', table_name, left(concat('DEFINER ', definer, ' ', security_type, ' ', view_definition), ${shown}),
        sha2(concat_ws('|', definer, security_type, algorithm, check_option, sha2(view_definition, 256)), 256))
      from information_schema.views where table_schema = ${name} order by table_name`,
  ]
}

/** What InnoDB changes without a new number, and a time of creation in whole seconds does not always tell. */
function detailsSql(schema: string): readonly string[] {
  const name = quoteText(schema)
  return [
    `select json_array('index', table_name, index_name, non_unique, seq_in_index, column_name, sub_part, index_type)
      from information_schema.statistics where table_schema = ${name} order by table_name, index_name, seq_in_index`,
    `select json_array('check', table_name, constraint_name, check_clause)
      from information_schema.check_constraints where constraint_schema = ${name} order by table_name, constraint_name`,
    `select json_array('reference', table_name, constraint_name, referenced_table_name, update_rule, delete_rule)
      from information_schema.referential_constraints where constraint_schema = ${name} order by table_name, constraint_name`,
    `select json_array('partition', table_name, partition_name, partition_method, partition_expression, partition_description)
      from information_schema.partitions where table_schema = ${name} and partition_name is not null
      order by table_name, partition_name`,
  ]
}

function idsSql(schema: string): string {
  const folder = `concat(convert(convert(${quoteText(schema)} using filename) using binary), '/')`
  return `select json_array('id', name, table_id) from information_schema.innodb_sys_tables
    where left(name, length(${folder})) = convert(${folder} using utf8mb4) order by name`
}
