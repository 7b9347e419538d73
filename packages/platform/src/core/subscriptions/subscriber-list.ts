import { readMailAddress } from './mail-address.ts'
import { type Scope, type WantedKinds, wantedKinds } from './scope.ts'

/** One line of a list that the provider brings. */
export interface ListedSubscriber {
  readonly line: number
  readonly address: string
  readonly scope: Scope
  readonly consent: string
}

export interface ListProblem {
  readonly line: number
  readonly problem: string
}

/** A provider of ten thousand customers, twice; a list that is longer is the wrong file. */
export const maxListed = 20_000
export const maxListBytes = 4 * 1024 * 1024

const columns = ['address', 'language', 'kinds', 'services', 'consent'] as const
type Column = (typeof columns)[number]

/**
 * Reads a list of subscribers: CSV after RFC 4180 with a first line of names, `address` and `consent` in any case;
 * `language` (de), `kinds` (all) and `services` (all, separated by spaces) where they differ. Every problem has its
 * line; whoever finds one imports nothing. The same address twice is a problem, as one of the two lines is wrong.
 */
export function readSubscriberList(
  text: string,
  services: readonly string[],
): { readonly listed: readonly ListedSubscriber[]; readonly problems: readonly ListProblem[] } {
  const problems: ListProblem[] = []
  const [head, ...rows] = csvRows(text.replace(/^\uFEFF/, ''))
  const places = new Map(head?.cells.map((cell, at) => [cell.trim().toLowerCase(), at]))
  const strange = [...places.keys()].filter((name) => !(columns as readonly string[]).includes(name))
  if (!places.has('address') || !places.has('consent') || strange.length > 0) {
    const problem = `The first line has to name the columns: ${columns.join(',')}; address and consent must be there.`
    return { listed: [], problems: [{ line: 1, problem }] }
  }
  if (rows.length > maxListed) {
    const problem = `The list has ${rows.length} lines; at most ${maxListed} are taken at once.`
    return { listed: [], problems: [{ line: maxListed + 2, problem }] }
  }
  const seen = new Map<string, number>()
  const listed = rows.flatMap(({ line, cells }): ListedSubscriber[] => {
    const cell = (column: Column): string => cells[places.get(column) ?? -1]?.trim() ?? ''
    const found = subscriberOf(cell, services)
    if (typeof found === 'string') problems.push({ line, problem: found })
    else {
      const other = seen.get(found.address.toLowerCase())
      if (other === undefined) seen.set(found.address.toLowerCase(), line)
      else problems.push({ line, problem: `The same address stands in line ${other}.` })
    }
    return typeof found === 'string' ? [] : [{ line, ...found }]
  })
  return { listed, problems }
}

function subscriberOf(
  cell: (column: Column) => string,
  services: readonly string[],
): Omit<ListedSubscriber, 'line'> | string {
  const read = readMailAddress(cell('address'))
  if ('problem' in read) return 'This is no mail address that can be written to.'
  const language = cell('language') || 'de'
  if (language !== 'de' && language !== 'en') return 'The language is "de" or "en".'
  const kinds = (cell('kinds') || 'all') as WantedKinds
  if (!wantedKinds.includes(kinds)) return `The kinds are ${wantedKinds.join(', ')}.`
  const wanted = cell('services').split(/\s+/).filter(Boolean)
  const unknown = wanted.find((service) => !services.includes(service))
  if (unknown !== undefined) return 'A service in this line is not in the estate file.'
  const consent = cell('consent')
  if (
    consent === '' ||
    consent.length > 200 ||
    !consent.isWellFormed() ||
    /[\p{Cc}\u2028\u2029]/u.test(consent)
  ) {
    return 'How and when this person consented has to stand in one line of at most 200 characters.'
  }
  return { address: read.address, scope: { language, kinds, services: wanted }, consent }
}

/** Rows with the line on which each begins; empty ones are left out. */
function csvRows(text: string): readonly { readonly line: number; readonly cells: readonly string[] }[] {
  const rows: { line: number; cells: string[] }[] = []
  let line = 1
  let row = { line, cells: [] as string[] }
  for (const [whole, quoted, plain = '', end] of text.matchAll(
    /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*|[^,\r\n]*))(,|\r\n|\n|\r|$)/g,
  )) {
    row.cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0
    if (end === ',') continue
    if (row.cells.some((cell) => cell.trim() !== '')) rows.push(row)
    row = { line, cells: [] }
  }
  return rows
}
