import type { Inventory, InventoryLine } from './inventory.ts'

/** One difference for a person to look at. */
export interface ObjectChange {
  readonly change: 'added' | 'removed' | 'changed'
  readonly kind: string
  readonly database: string
  readonly name: string
  readonly before: string | undefined
  readonly after: string | undefined
  /** Why it is worth a look first; empty when it is not. */
  readonly reasons: readonly string[]
}

/** Kinds that only a reader of secrets lists. */
const secretKinds = new Set(['password', 'subscription'])

/**
 * What came, went or changed since the clean state, the gravest first. Kinds that only one of both could read
 * are not compared; `comparesSecrets` says so.
 */
export function compareInventories(
  clean: Inventory,
  found: Inventory,
): { readonly changes: readonly ObjectChange[]; readonly comparesSecrets: boolean } {
  const comparesSecrets = clean.secrets && found.secrets
  const before = byName(clean.lines)
  const after = byName(found.lines)
  const changes: ObjectChange[] = []
  for (const [key, line] of after) {
    const old = before.get(key)
    if (old === undefined) changes.push(changeOf('added', undefined, line))
    else if (old.digest !== line.digest) changes.push(changeOf('changed', old, line))
  }
  for (const [key, line] of before) {
    if (!after.has(key)) changes.push(changeOf('removed', line, undefined))
  }
  return {
    comparesSecrets,
    changes: changes.filter(({ kind }) => comparesSecrets || !secretKinds.has(kind)).sort(gravestFirst),
  }
}

function byName(lines: readonly InventoryLine[]): Map<string, InventoryLine> {
  return new Map(lines.map((line) => [JSON.stringify([line.kind, line.database, line.name]), line]))
}

function changeOf(
  change: ObjectChange['change'],
  before: InventoryLine | undefined,
  after: InventoryLine | undefined,
): ObjectChange {
  const line = after ?? before
  return {
    change,
    kind: line?.kind ?? '',
    database: line?.database ?? '',
    name: line?.name ?? '',
    before: before?.text,
    after: after?.text,
    reasons: after === undefined ? [] : reasonsFor(after),
  }
}

const suspectWords: readonly (readonly [RegExp, string])[] = [
  [/\bSUPERUSER\b/, 'may do everything'],
  [/\b(?:REPLICATION|BYPASSRLS|CREATEROLE)\b/, 'may read or give away everything'],
  [/\bSECURITY DEFINER\b/, 'acts with the rights of its owner'],
  [/\blanguage (?:c|internal|plpython3?u|plperlu|pltclu|plsh)\b/i, 'runs outside of the database'],
  [/\bUNTRUSTED\b/, 'runs outside of the database'],
  [
    /\bprogram\b\s*['$]|\bpg_execute_server_program\b|\bpg_read_file\b|\blo_export\b/i,
    'reaches files or programs',
  ],
  [/\b(?:dblink|postgres_fdw|file_fdw|http)/i, 'reaches other machines or files'],
  [/_preload_libraries|_command\b|search_path/i, 'changes what a session loads or finds'],
]

const suspectKinds: Readonly<Record<string, string>> = {
  'event trigger': 'runs at every change of the schema',
  'built-in functions': 'functions of PostgreSQL itself were replaced',
  'foreign server': 'reaches other machines or files',
  'user mapping': 'holds credentials for other machines',
  subscription: 'takes data from other machines',
  publication: 'gives data to other machines',
  password: 'somebody can sign in with another password',
  membership: 'somebody has other rights',
}

function reasonsFor({ kind, text }: InventoryLine): string[] {
  const ofKind = suspectKinds[kind]
  const ofWords = suspectWords.filter(([pattern]) => pattern.test(text)).map(([, reason]) => reason)
  return [...new Set([...(ofKind === undefined ? [] : [ofKind]), ...ofWords])]
}

function gravestFirst(a: ObjectChange, b: ObjectChange): number {
  return (
    b.reasons.length - a.reasons.length ||
    compare(a.kind, b.kind) ||
    compare(a.database, b.database) ||
    compare(a.name, b.name)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
