import type { JobFailure, JobKind, JobResult } from './job.ts'

/** What a program of ours wrote to stderr when it stopped: message, hint and code, as `errorLines` writes them. */
export function failureIn(stderr: string, fallback: string): JobFailure {
  const lines = stderr.split('\n').map((line) => line.replaceAll(/\p{Cc}/gu, ' ').trimEnd())
  const at = lines.findLastIndex((line) => line.startsWith('Error: '))
  const rest = lines.slice(at)
  const after = (start: string): string | undefined =>
    rest.find((line) => line.startsWith(start))?.slice(start.length)
  const missing = rest.flatMap((line) => /^ {2}- missing: (.*)$/.exec(line)?.[1] ?? [])
  return {
    code: (at < 0 ? undefined : after('Code: ')) ?? 'unexpected',
    message: at < 0 ? fallback : (lines[at] ?? '').slice('Error: '.length).slice(0, 2_000),
    hint:
      (at < 0 ? undefined : after('What to do: '))?.slice(0, 2_000) ??
      'Start it again: what was finished is kept. If it fails again, read the log of the server.',
    ...(missing.length > 0 && { missing }),
  }
}

/** The figures in a program's JSON that are worth keeping; no path, no name of a file. */
export function resultIn(kind: JobKind, json: unknown): JobResult {
  const said = isRecord(json) ? json : {}
  const units = listOf(said['units']).filter(isRecord)
  const sum = (name: string): number => units.reduce((all, unit) => all + amount(unit[name]), 0)
  switch (kind) {
    case 'plan':
      return {
        units: units.length,
        files: sum('files'),
        bytes: sum('bytes'),
        leftOut: sum('leftOut'),
        ...byService(said['services']),
      }
    case 'run':
      return {
        ...figures(said, ['scanned', 'fromCache', 'ruleSetDigest']),
        units: units.length,
        files: sum('files'),
        bytes: sum('bytes'),
        quarantined: sum('quarantined'),
        caseReview: sum('caseReview'),
        verified: units.every((unit) => unit['verified'] === true),
        resumed: said['resumed'] === true,
      }
    case 'queue':
      return {
        units: units.length,
        files: sum('files'),
        groups: sum('groups'),
        forAPerson: sum('forAPerson'),
      }
    case 'verify': {
      const problems = listOf(said['problems'])
      const [first] = problems
      return {
        ...figures(said, ['entries']),
        verified: said['verified'] === true,
        problems: problems.length,
        ...(typeof first === 'string' && { problem: first.slice(0, 500) }),
      }
    }
    case 'isolation':
      return { ...figures(said, ['probes', 'proof']), systems: amount(said['systems']) }
    case 'drill': {
      const wrong = isRecord(said['releasedWrong']) ? Object.values(said['releasedWrong']) : []
      return {
        ...figures(said, ['seed', 'restorable', 'restoredExact', 'falseAlarms', 'missed']),
        releasedWrong: wrong.reduce<number>((all, one) => all + amount(one), 0),
        verified: isRecord(said['evidence']) && said['evidence']['verified'] === true,
        passed: listOf(said['reasons']).length === 0 && typeof said['restorable'] === 'number',
      }
    }
    case 'estimate':
    case 'release':
    case 'handBack':
    case 'export':
      return figures(said, kept)
  }
}

const kept = ['files', 'bytes', 'entries', 'fingerprint', 'hours', 'bound', 'receiptDigest', 'older', 'missing', 'form'] // prettier-ignore

/** Prefix of the figures that say how many bytes each service has in a plan. */
export const bytesOf = 'bytesOf.'

function byService(services: unknown): JobResult {
  const known = Object.entries(isRecord(services) ? services : {}).slice(0, 1_000)
  return Object.fromEntries(
    known.flatMap(([id, bytes]) => (typeof bytes === 'number' ? [[`${bytesOf}${id}`, bytes]] : [])),
  )
}

function figures(said: Readonly<Record<string, unknown>>, names: readonly string[]): JobResult {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = said[name]
      return typeof value === 'number' || (typeof value === 'string' && value.length <= 200)
        ? [[name, value]]
        : []
    }),
  )
}

/** A number, or how many. */
function amount(value: unknown): number {
  return typeof value === 'number' ? value : listOf(value).length
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
