import { AnlaufError } from '../../../../core/failure.ts'
import { parseRoster, type Roster } from '../../../../core/response/index.ts'
import { roles, type Role } from '../../../../core/emergency-plan/index.ts'
import { nearest } from '../../../../core/estate/index.ts'
import { readInputFile } from '../../access/input-file.ts'

const maxBytes = 4 * 1024 * 1024

/** Reads a roster file that has to be right. Throws `input-invalid` with every problem. */
export function readRosterFile(file: string): Roster {
  const parsed = parseRoster(readInputFile(file, { what: 'roster', maxBytes }).toString('utf8'), file)
  if ('roster' in parsed) return parsed.roster
  const lines = parsed.problems.map(
    ({ line, column, message, hint }) => `${line}:${column}: ${message}. ${hint}`,
  )
  throw new AnlaufError('input-invalid', `${file}:${lines[0] ?? 'unreadable'}`, {
    hint: lines.length > 1 ? `Further: ${lines.slice(1, 10).join(' ')}` : 'Mend it, then try again.',
    context: { problems: lines.slice(0, 100) },
  })
}

/** A role of the plan. */
export function parseRole(text: string): Role {
  const found = roles.find((role) => role === text)
  if (found !== undefined) return found
  const guess = nearest(text, roles)
  throw new AnlaufError('input-invalid', `There is no role "${text}".`, {
    hint: guess === undefined ? `There are: ${roles.join(', ')}.` : `Did you mean "${guess}"?`,
  })
}

export const roleFlag = {
  kind: 'parsed',
  parse: parseRole,
  brief: 'Role, such as lead or it',
  placeholder: 'role',
} as const

export const rosterFlag = {
  kind: 'parsed',
  parse: String,
  brief: 'Roster file, with numbers and addresses',
  placeholder: 'file',
} as const
