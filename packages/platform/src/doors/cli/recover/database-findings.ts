import { printName } from '@anlauf/repository'

import type { CaseState, UnitState } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { counted, formatBytes, tableLines } from '../terminal/output.ts'

type Piece = NonNullable<UnitState['databases']>[number]

export const changesFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  variadic: true,
  brief: 'Digest of a database’s list of changed roles and code that you looked at (repeatable)',
  placeholder: 'sha256',
} as const

/** Short enough to type, long enough that nobody guesses it. */
const shown = 16

/** The databases of a unit as an approver sees them. */
export function databaseRows({ databases = [] }: UnitState): string[][] {
  return databases.map((piece) => ['  database', size(piece), `${printName(piece.piece)}; ${finding(piece)}`])
}

/** The databases of all units, and what has to be looked at. */
export function databaseLines({ units }: CaseState): string[] {
  const rows = [...units.values()].flatMap(({ unit, databases = [] }) =>
    databases.map((piece) => [printName(unit), printName(piece.piece), size(piece), finding(piece)]),
  )
  return rows.length === 0 ? [] : ['', ...tableLines([['Unit', 'Database', 'Size', 'Finding'], ...rows])]
}

/**
 * Throws `input-invalid` unless the person names the list of every database whose roles and code are not as in the
 * clean state: a planted role is found by who reads the list, and nobody reads what need not be opened.
 */
export function requireLookedAt({ unit, databases = [] }: UnitState, named: readonly string[] = []): void {
  const open = databases.filter(({ changes, changesDigest }) => {
    const isNamed = named.some((digest) => digest.length >= shown && changesDigest.startsWith(digest))
    return changes !== 0 && !isNamed
  })
  if (open.length === 0) return
  throw new AnlaufError(
    'input-invalid',
    `${counted(open.length, 'database')} of ${unit} ${open.length === 1 ? 'has' : 'have'} changes that somebody has to look at.`,
    {
      hint: `Read changes.json in the folder "databases" of the unit's clean room; then give ${open.map(({ changesDigest }) => `--changes ${changesDigest.slice(0, shown)}`).join(' ')}. Nothing was signed.`,
      context: {
        open: open.map(({ piece, changes, changesDigest }) => ({ piece, changes, changesDigest })),
      },
    },
  )
}

function size({ tables, rows, bytes }: Piece): string {
  return `${counted(tables, 'table')}, ${counted(rows, 'row')}, ${formatBytes(bytes)}`
}

function finding({ changes, changesDigest }: Piece): string {
  if (changes === 0) return 'roles and code as in the clean state'
  const what =
    changes === null ? 'roles and code NOT COMPARED' : `${counted(changes, 'change')} of roles and code`
  return `${what}, list ${changesDigest.slice(0, shown)}`
}
