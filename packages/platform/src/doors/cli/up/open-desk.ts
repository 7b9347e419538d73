import type { Database } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { Estate } from '../../../core/estate/index.ts'
import type { Workplace } from '../../../core/jobs/index.ts'
import type { JobDesk } from '../../api/index.ts'
import { signature } from '../case/access.ts'
import { readRosterFile } from '../case/people/access.ts'
import type { AnlaufContext } from '../context.ts'
import { readEmergencyPlan } from '../plan/file.ts'
import { startJobWorker } from './job-worker.ts'

/** What the API asks for work at; its worker ends with it. The estate is read here once, so that a mistake shows early. */
export function openDesk(
  context: AnlaufContext,
  options: {
    readonly database: Database
    readonly workplace: Workplace
    readonly estate: () => Estate
    readonly writeLog: (line: object) => unknown
  },
): JobDesk & AsyncDisposable {
  const { database, workplace, estate, writeLog } = options
  estate()
  const worker = startJobWorker({
    database,
    workplace,
    home: context.home,
    env: context.process.env,
    by: () => signature(context),
    tell: (message) => writeLog({ at: context.now().toISOString(), work: message }),
  })
  return {
    workplace,
    estate,
    plan: () => readEmergencyPlan(workplace.plan ?? noPlan()),
    roster: () => readRosterFile(workplace.roster ?? noRoster()),
    wake: () => worker.wake(),
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  }
}

function noPlan(): never {
  throw new AnlaufError('not-found', 'The workplace names no emergency plan.', {
    hint: 'Set "plan" in the workplace file; examples/plans has one for a ransomware attack on a hosting provider.',
  })
}

function noRoster(): never {
  throw new AnlaufError('not-found', 'The workplace names no roster.', {
    hint: 'Set "roster" in the workplace file, or take one with "anlauf case roster --take FILE"; examples/roster.yaml shows one.',
  })
}
