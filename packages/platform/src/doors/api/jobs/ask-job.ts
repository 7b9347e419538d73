import { askForJob, evidenceLogWithin } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  askedEntry,
  type Job,
  jobId,
  type JobKind,
  type JobOptions,
  plainName,
  repositoryOf,
  unitRule,
} from '../../../core/jobs/index.ts'
import { type Permission, requirePermission } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { once, signatureOf } from '../commands/once.ts'
import { requireDesk } from './job-desk.ts'

/** What starting a kind of job is called where it is permitted. */
export const permissionFor: Readonly<Record<JobKind, Permission>> = {
  isolation: 'recordIsolation',
  plan: 'recoverPlan',
  estimate: 'recoverPlan',
  run: 'recoverRun',
  queue: 'recoverQueue',
  release: 'release',
  handBack: 'handBack',
  verify: 'verifyEvidence',
  export: 'exportEvidence',
  drill: 'recoverRun',
}

interface Asked {
  readonly caseId: string
  readonly kind: JobKind
  readonly unit: string | undefined
  readonly options: JobOptions
  readonly key: string
  readonly principal: Principal | undefined
}

/**
 * Makes a job with the entry that says who asked for it, all or nothing. Work that is open already is not started
 * twice: the answer is that job. Throws `not-permitted`, `not-found`, `input-invalid`.
 */
export async function askJob(
  parts: ApiParts,
  { caseId, kind, unit, options, key, principal }: Asked,
): Promise<{ readonly job: Job; readonly isNew: boolean }> {
  const by = requirePermission(principal, permissionFor[kind])
  const desk = requireDesk(parts.desk)
  const { state } = requireDeclared(await parts.readCase(caseId))
  requireFit({ kind, unit, options }, [...state.units.keys()])
  repositoryOf({ options }, desk.workplace)
  if (state.status === 'closed' && kind !== 'verify' && kind !== 'export') {
    throw new AnlaufError('input-invalid', 'The case is closed.', { hint: 'Open a new case.' })
  }
  if (kind === 'drill' && !state.exercise) {
    throw new AnlaufError('input-invalid', 'This is no exercise: a drill would take its machine.', {
      hint: 'Declare an exercise and start the drill there, or play it elsewhere with "anlauf drill".',
    })
  }
  const signed = signatureOf(by, parts.now())
  const body = { kind, options, ...(unit !== undefined && { unit }) }
  const asked = { by, key, case: caseId, command: 'askJob', body }
  const { answer, isRepeated } = await once(parts, asked, async (session) => {
    const wanted = {
      case: caseId,
      kind,
      options,
      askedBy: by.name,
      askedAt: signed.at,
      ...(unit !== undefined && { unit }),
    }
    const made = await askForJob(session, wanted, (attempt) => jobId(caseId, kind, unit, attempt))
    if (made.isNew) await evidenceLogWithin(session).append(caseId, [askedEntry(made.job, signed)])
    return made
  })
  desk.wake()
  return { job: answer.job, isNew: answer.isNew && !isRepeated }
}

function requireFit(
  { kind, unit, options }: Pick<Asked, 'kind' | 'unit' | 'options'>,
  units: readonly string[],
): void {
  if (unit === undefined && unitRule[kind] === 'one') {
    throw unfit(`"${kind}" is for one unit.`, `Name it in "unit": ${someOf(units)}.`)
  }
  if (unit !== undefined && unitRule[kind] === 'none') {
    throw unfit(`"${kind}" is for the whole case.`, 'Leave "unit" out.')
  }
  if (unit !== undefined && !units.includes(unit)) {
    throw new AnlaufError('not-found', `The case has no unit "${unit.slice(0, 80)}".`, {
      hint: `It has: ${someOf(units)}.`,
    })
  }
  if (unit !== undefined) plainName(unit)
  if (options.wholeSnapshot !== undefined && kind !== 'plan') {
    throw unfit('"wholeSnapshot" is for plans only.', 'Leave it out.')
  }
  if (options.form !== undefined && kind !== 'handBack') {
    throw unfit('"form" is for handing back only.', 'Leave it out.')
  }
}

function someOf(units: readonly string[]): string {
  return units.length > 10
    ? `${units.slice(0, 10).join(', ')} and ${units.length - 10} more`
    : units.join(', ')
}

function unfit(message: string, hint: string): AnlaufError {
  return new AnlaufError('input-invalid', message, { hint })
}
