import { type EstateProblem, readDocument, type Shape } from '../estate/index.ts'
import { siteField, siteMisfits, type SitePlace } from './site-place.ts'
import { outsideField, outsideMisfits, type OutsidePlace } from './outside-place.ts'

/** A repository that the server may work with. The password stays in its file. */
export interface WorkplaceRepository {
  readonly id: string
  /** As restic spells it, without credentials: a folder, rest:URL, s3:URL, sftp:HOST:PATH. */
  readonly location: string
  readonly passwordFile: string
  readonly cacert?: string
}

/** What the server's own work is done with: no path and no place ever comes from a request. */
export interface Workplace {
  readonly estate: string
  /** The emergency plan that a case may follow. */
  readonly plan?: string
  /** Who is called in an alarm, with numbers and addresses; with it the server makes the calls that are due. */
  readonly roster?: string
  /** How mail leaves the house; with it the server sends notices and takes in what bounced. */
  readonly mail?: string
  /** Everything that is made lies below it, by case. */
  readonly folder: string
  readonly repositories: readonly WorkplaceRepository[]
  /** Results of probes from a second path, for the proof of isolation. */
  readonly isolationProof?: string
  readonly rules: readonly string[]
  readonly knownBad: readonly string[]
  readonly knownGood: readonly string[]
  readonly clamd?: string
  /** Where strangers come in; without it nobody does. */
  readonly outside?: OutsidePlace
  /** Where the public site is pushed to; without it people push it themselves. */
  readonly site?: SitePlace
  /** Addresses and words of mails are deleted so many months after their case was closed, except of cases to keep. */
  readonly retention?: { readonly months: number; readonly keep: readonly string[] }
  /** Jobs that run at the same time; those of one case run one after the other. */
  readonly atOnce: number
}

const text: Shape = { kind: 'text' }
const texts = { shape: { kind: 'list', of: text }, default: [] } as const

const shape: Shape = {
  kind: 'object',
  fields: {
    apiVersion: { shape: { kind: 'choice', of: ['workplace/v1'] } },
    estate: { shape: text },
    plan: { shape: text, default: null },
    roster: { shape: text, default: null },
    mail: { shape: text, default: null },
    folder: { shape: text },
    repositories: {
      shape: {
        kind: 'list',
        of: {
          kind: 'object',
          fields: {
            id: { shape: { kind: 'id' } },
            location: { shape: text },
            passwordFile: { shape: text },
            cacert: { shape: text, default: null },
          },
        },
      },
    },
    isolationProof: { shape: text, default: null },
    rules: texts,
    knownBad: texts,
    knownGood: texts,
    clamd: { shape: text, default: null },
    outside: outsideField,
    site: siteField,
    retention: {
      shape: {
        kind: 'object',
        fields: {
          months: { shape: { kind: 'number' } },
          keep: { shape: { kind: 'list', of: { kind: 'id' } }, default: [] },
        },
      },
      default: null,
    },
    atOnce: { shape: { kind: 'number' }, default: 1 },
  },
}

/** Reads `anlauf.yaml`: the workplace, or every problem with line, column and remedy. */
export function parseWorkplace(
  source: string,
  file: string,
): { readonly workplace: Workplace } | { readonly problems: readonly EstateProblem[] } {
  const { raw, reading } = readDocument(source, file, shape, 'a workplace file')
  if (reading.problems.length > 0) return { problems: reading.problems }
  const { apiVersion: _version, ...workplace } = raw as Workplace & { readonly apiVersion: string }
  const wrong = [...misfits(workplace)].map(([path, message, hint]): EstateProblem => {
    const place = reading.places.get(path) ?? { line: 1, column: 1 }
    return { file, ...place, path, message, hint, severity: 'error' }
  })
  return wrong.length > 0 ? { problems: wrong } : { workplace }
}

function* misfits({
  repositories,
  atOnce,
  outside,
  site,
  retention,
}: Workplace): Generator<[string, string, string]> {
  if (outside !== undefined) yield* outsideMisfits(outside)
  if (site !== undefined) yield* siteMisfits(site)
  const { months = 1 } = retention ?? {}
  if (!Number.isInteger(months) || months < 1 || months > 240) {
    yield [
      'retention.months',
      'this is no number of months',
      'Give a whole number from 1 to 240; counsel knows it.',
    ]
  }
  if (repositories.length === 0) {
    yield ['repositories', 'no repository is named', 'Name at least one: id, location, passwordFile.']
  }
  for (const [at, { id, location }] of repositories.entries()) {
    if (repositories.findIndex((one) => one.id === id) < at) {
      yield [`repositories[${at}].id`, `two repositories are called "${id}"`, 'Give each an id of its own.']
    }
    if (/\/\/[^/@\s]*:[^/@\s]*@/.test(location)) {
      yield [
        `repositories[${at}].location`,
        'a password stands in the location',
        'Put it into the environment of the server, or into a file for it; this file is read by people.',
      ]
    }
  }
  if (!Number.isInteger(atOnce) || atOnce < 1 || atOnce > 64) {
    yield ['atOnce', 'this is no number of jobs', 'Give a whole number from 1 to 64.']
  }
}
