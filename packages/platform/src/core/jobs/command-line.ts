import { AnlaufError } from '../failure.ts'
import { caseFiles, plainName } from './case-files.ts'
import type { Job } from './job.ts'
import type { Workplace, WorkplaceRepository } from './workplace.ts'

/** A command of our own command line. What is secret, or might be, goes through the environment. */
export interface CommandLine {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** The file or folder that it makes as its own; must not be there before. */
  readonly makes?: string
}

/** What earlier work of the case left, which a job needs. */
export interface Earlier {
  /** The plan that the unit, or all units, are to run by. */
  readonly plan?: Pick<Job, 'kind' | 'unit' | 'attempt'>
  /** True when a run was recorded: what it held back belongs into the queue. */
  readonly hasRun: boolean
}

/**
 * The whole allow-list: which command a job is. Everything in it comes from the workplace file or is an id that the
 * case knows; nothing that a request says becomes a path or a flag.
 */
export function commandLineOf(job: Job, workplace: Workplace, earlier: Earlier): CommandLine {
  const id = plainName(job.case)
  const files = caseFiles(workplace.folder, id)
  const inCase = ['--case', id, '--json']
  const unit = job.unit === undefined ? [] : ['--unit', plainName(job.unit)]
  const env = repositoryEnv(repositoryOf(job, workplace))
  const estate = ['--estate', workplace.estate]
  const rooms = ['--clean-room', files.cleanRoom]
  const plan = () => ['--plan', files.made(earlier.plan ?? missingPlan(job))]
  switch (job.kind) {
    case 'isolation':
      return { args: ['case', 'isolated', ...estate, '--proof', proofOf(workplace), ...inCase], env: {} }
    case 'plan': {
      const out = files.made(job)
      const whole = job.options.wholeSnapshot === true ? ['--whole-snapshot'] : []
      return {
        args: ['recover', 'plan', ...estate, '--out', out, ...unit, ...whole, ...inCase],
        env,
        makes: out,
      }
    }
    case 'estimate':
      return {
        args: ['recover', 'estimate', ...plan(), ...repeated('--rules', workplace.rules), '--json'],
        env: {},
      }
    case 'run':
      return {
        args: ['recover', 'run', ...plan(), ...rooms, '--quarantine', files.quarantine, ...engines(workplace), ...unit, ...inCase],
        env,
      } // prettier-ignore
    case 'queue': {
      const out = files.made(job)
      const held = earlier.hasRun && earlier.plan !== undefined ? [...plan(), ...rooms] : []
      return {
        args: ['recover', 'queue', 'make', ...estate, '--out', out, ...held, ...inCase],
        env,
        makes: out,
      }
    }
    case 'release':
      return {
        args: ['recover', 'release', ...unit, ...rooms, '--target', files.released, ...engines(workplace), ...inCase],
        env: {},
      } // prettier-ignore
    case 'handBack': {
      const as = ['--as', job.options.form ?? 'files', '--to', files.handedBack]
      const by = earlier.plan === undefined ? [] : plan()
      return {
        args: ['recover', 'hand-back', ...unit, ...rooms, '--target', files.released, ...by, ...estate, ...as, ...inCase],
        env,
      } // prettier-ignore
    }
    case 'verify':
      return { args: ['evidence', 'verify', ...inCase], env: {} }
    case 'export': {
      const out = files.made(job)
      return { args: ['evidence', 'export', '--to', out, ...inCase], env: {}, makes: out }
    }
    case 'drill': {
      // A provider of its own in a folder of its own, with a database of its own: nothing of this house takes part.
      const work = files.made(job)
      const night = ['--seed', String(job.attempt), '--bytes', drillBytes, '--no-serve']
      return {
        args: ['drill', 'night', ...night, '--work', work, '--json', '-'],
        env: { DATABASE_URL: '' },
        makes: work,
      }
    }
  }
}

/** Some 2,500 files of four customers: two to four minutes beside other work. */
const drillBytes = '6000000'

/** The named repository, else the first. Throws `not-found`. */
export function repositoryOf(
  { options }: Pick<Job, 'options'>,
  { repositories }: Pick<Workplace, 'repositories'>,
): WorkplaceRepository {
  const { repository: named } = options
  const found = named === undefined ? repositories[0] : repositories.find(({ id }) => id === named)
  if (found !== undefined) return found
  throw new AnlaufError('not-found', `The workplace has no repository "${named ?? ''}".`, {
    hint: `It has: ${repositories.map(({ id }) => id).join(', ')}.`,
  })
}

/** Reads both versions of a group of the queue from the backup; asked for by a screen, no job. */
export function showGroupLine(
  { queueFile, facts }: { readonly queueFile: string; readonly facts: string },
  workplace: Workplace,
): CommandLine {
  const args = ['recover', 'queue', 'show', '--queue', queueFile, '--group', facts, '--json']
  return { args, env: repositoryEnv(repositoryOf({ options: {} }, workplace)) }
}

function repositoryEnv({ location, passwordFile, cacert }: WorkplaceRepository): Record<string, string> {
  return {
    RESTIC_REPOSITORY: location,
    RESTIC_PASSWORD_FILE: passwordFile,
    ...(cacert !== undefined && { RESTIC_CACERT: cacert }),
  }
}

function engines({ rules, knownBad, knownGood, clamd }: Workplace): string[] {
  return [
    ...repeated('--rules', rules),
    ...repeated('--known-bad', knownBad),
    ...repeated('--known-good', knownGood),
    ...(clamd === undefined ? [] : ['--clamd', clamd]),
  ]
}

function repeated(flag: string, values: readonly string[]): string[] {
  return values.flatMap((value) => [flag, value])
}

function proofOf({ isolationProof }: Workplace): string {
  if (isolationProof !== undefined) return isolationProof
  throw new AnlaufError('not-found', 'The workplace names no file with the results of the probes.', {
    hint: 'Set "isolationProof" in the workplace file, or record it with "anlauf case isolated --proof FILE". An exercise may take it from the console.',
  })
}

function missingPlan({ kind, unit }: Job): never {
  throw new AnlaufError('nothing-to-do', `There is no plan yet that "${kind}" could follow${unit === undefined ? '' : ` for ${unit}`}.`, {
    hint: 'Choose the restore points first: a job of the kind "plan".',
  }) // prettier-ignore
}
