import { AnlaufError } from '../../../../core/failure.ts'
import { isClusterName } from '../../../../phases/recover/databases/index.ts'

export const serverFlag = {
  kind: 'parsed',
  parse: parseServerName,
  brief: 'Name of the server in the repository; one name, one server',
  placeholder: 'name',
} as const

export const mariadbBinFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  brief: "Folder of MariaDB's programs (default: where distributions put them)",
  placeholder: 'folder',
} as const

export const schemaFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  variadic: true,
  brief: 'Only this schema (repeatable)',
  placeholder: 'name',
} as const

function parseServerName(text: string): string {
  if (isClusterName(text)) return text
  throw new AnlaufError('input-invalid', `"${text}" is no name of a server.`, {
    hint: 'Use letters, digits, ".", "_" and "-", at most 63, for instance web-db1.',
  })
}
