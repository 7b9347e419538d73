/** What a file of probe results says: how many places were tried, and which answered. */
export interface ProbeResults {
  readonly probes: number
  readonly reached: readonly string[]
}

/**
 * Reads probe results: a JSON list, or one JSON object a line, each with `"reached": true | false` and a name
 * (`path`, `target` or `system`). Undefined for any other text: then a person has to count.
 */
export function readProbeResults(text: string): ProbeResults | undefined {
  const results = parseList(text) ?? parseLines(text)
  if (results === undefined || results.length === 0 || !results.every(isResult)) return undefined
  const reached = results.flatMap((result, at) => (result.reached ? [nameOf(result, at)] : []))
  return { probes: results.length, reached }
}

interface Result {
  readonly reached: boolean
  readonly path?: unknown
  readonly target?: unknown
  readonly system?: unknown
}

function parseList(text: string): readonly unknown[] | undefined {
  const value = parse(text)
  return Array.isArray(value) ? value : undefined
}

function parseLines(text: string): readonly unknown[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map(parse)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isResult(value: unknown): value is Result {
  return (
    typeof value === 'object' && value !== null && 'reached' in value && typeof value.reached === 'boolean'
  )
}

function nameOf({ path, target, system }: Result, at: number): string {
  const name = [path, target, system].find((one) => typeof one === 'string')
  return typeof name === 'string' ? name : `probe ${at + 1}`
}
