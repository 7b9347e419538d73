import { RepositoryError } from '../error.ts'

/** Every `-o KEY=VALUE` that is understood; those of restic under restic's names. */
const known = [
  'local.connections',
  'rest.connections',
  's3.bucket-lookup',
  's3.connections',
  's3.object-lock',
  's3.region',
  's3.storage-class',
  's3.unsafe-anonymous-auth',
  'sftp.args',
  'sftp.command',
  'sftp.connections',
] as const

/** Options of one back end, by restic's names. */
export type ExtendedOptions = ReadonlyMap<(typeof known)[number], string>

/** Reads `KEY=VALUE` pairs. An option that is not understood is refused: it may have been meant to protect. */
export function parseExtendedOptions(pairs: readonly string[]): ExtendedOptions {
  const options = new Map<(typeof known)[number], string>()
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    const wanted = (at < 0 ? pair : pair.slice(0, at)).trim()
    const key = known.find((name) => name === wanted)
    if (key === undefined || at < 0) throw notUnderstood(wanted, at < 0)
    options.set(key, pair.slice(at + 1))
  }
  return options
}

/** `true` or `false`, with a default. Throws `invalid-argument`. */
export function flagOption(options: ExtendedOptions, key: (typeof known)[number]): boolean {
  const value = options.get(key) ?? 'false'
  if (value === 'true' || value === 'false') return value === 'true'
  throw badValue(key, 'true or false')
}

/** The number of requests at once. Throws `invalid-argument` beyond 1 to 100. */
export function connectionsOption(
  options: ExtendedOptions,
  scheme: 'rest' | 's3' | 'sftp',
): number | undefined {
  const key = `${scheme}.connections` as const
  const value = options.get(key)
  if (value === undefined) return undefined
  const count = Number(value)
  if (Number.isInteger(count) && count >= 1 && count <= 100) return count
  throw badValue(key, 'a number from 1 to 100')
}

export function badValue(key: string, allowed: string): RepositoryError {
  return new RepositoryError('invalid-argument', `The option ${key} has a value it cannot have.`, {
    hint: `Allowed is ${allowed}.`,
    context: { key },
  })
}

function notUnderstood(key: string, lacksValue: boolean): RepositoryError {
  return new RepositoryError(
    'invalid-argument',
    lacksValue ? `The option ${key} lacks "=VALUE".` : `The option ${key} is not known.`,
    { hint: `Known are ${known.join(', ')}.`, context: { key } },
  )
}
