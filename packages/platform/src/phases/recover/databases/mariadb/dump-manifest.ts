import type { TableDigest } from '../table-digest.ts'

/** What a fresh server must be started with so that a dump can be loaded into it. */
export interface ServerFacts {
  readonly version: string
  /** `lower_case_table_names`: 0 or 1 on Linux. */
  readonly lowerCaseNames: number
  readonly pageSize: number
}

/** One schema in a run, as it was at one moment. */
export interface DumpedSchema {
  readonly schema: string
  readonly file: string
  readonly bytes: number
  readonly sha256: string
  readonly characterSet: string
  readonly collation: string
  /** RFC 3339: all rows of transactional tables are as of this moment. */
  readonly moment: string
  /** How long nobody could commit. */
  readonly commitsHeldMs: number
  /** How often it was begun anew because a definition changed. */
  readonly attempts: number
  /** Transactional tables, measured in the same snapshot as the dump. */
  readonly tables: readonly TableDigest[]
  /** Sequences and tables without transactions: as they were when they were read, not of one moment. */
  readonly unsteady: readonly string[]
  /** System-versioned tables: their current rows only. */
  readonly withoutHistory: readonly string[]
  /** Views that the server calls invalid. */
  readonly leftOut: readonly string[]
}

/** One run: what is in it, and what is not. */
export interface DumpManifest {
  readonly version: 1
  readonly server: string
  readonly facts: ServerFacts
  readonly schemas: readonly DumpedSchema[]
  readonly missed: readonly MissedSchema[]
}

export interface MissedSchema {
  readonly schema: string
  readonly why: string
}

/** Reads a manifest out of a repository, which is input; nothing when it is not a whole one. */
export function parseManifest(text: string): DumpManifest | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isObject(value) || value['version'] !== 1 || typeof value['server'] !== 'string') return undefined
  const { facts, schemas, missed } = value
  if (!isFacts(facts) || !isListOf(schemas, isDumped) || !isListOf(missed, isMissed)) return undefined
  const names = new Set(schemas.map(({ schema }) => schema))
  return names.size === schemas.length
    ? { version: 1, server: value['server'], facts, schemas, missed }
    : undefined
}

/** Facts out of a file of ours, which is input too; nothing when they are none. */
export function parseFacts(value: unknown): ServerFacts | undefined {
  return isFacts(value) ? value : undefined
}

/** The file of a schema: readable where the name is, and never another folder. */
export function dumpFileName(schema: string): string {
  const plain = encodeURIComponent(schema).replaceAll('*', '%2A').replace(/^\./, '%2E')
  return `${plain.length > 200 ? `x${Buffer.from(schema).toString('base64url')}` : plain}.sql`
}

function isFacts(value: unknown): value is ServerFacts {
  if (!isObject(value) || typeof value['version'] !== 'string') return false
  // They become options of a server: nothing but these figures gets there.
  return (
    [0, 1].includes(Number(value['lowerCaseNames'])) &&
    [4096, 8192, 16_384, 32_768, 65_536].includes(Number(value['pageSize']))
  )
}

function isDumped(value: unknown): value is DumpedSchema {
  if (!isObject(value)) return false
  const { schema, file, sha256, characterSet, collation, tables, unsteady, withoutHistory, leftOut } = value
  return (
    typeof schema === 'string' &&
    schema !== '' &&
    // Twice the 64 characters that MariaDB allows: some count as two here.
    schema.length <= 128 &&
    file === dumpFileName(schema) &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    [characterSet, collation].every((name) => typeof name === 'string' && /^\w{1,64}$/.test(name)) &&
    typeof value['moment'] === 'string' &&
    ['bytes', 'commitsHeldMs', 'attempts'].every((field) => isCount(value[field])) &&
    isListOf(tables, isDigest) &&
    [unsteady, withoutHistory, leftOut].every((list) => isListOf(list, isText))
  )
}

function isDigest(value: unknown): value is TableDigest {
  return isObject(value) && isText(value['table']) && isCount(value['rows']) && isText(value['digest'])
}

function isMissed(value: unknown): value is MissedSchema {
  return isObject(value) && isText(value['schema']) && isText(value['why'])
}

function isListOf<Item>(value: unknown, isItem: (one: unknown) => one is Item): value is Item[] {
  return Array.isArray(value) && value.every(isItem)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
