import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { parseEmergencyPlan } from '../../core/emergency-plan/index.ts'
import type { Estate } from '../../core/estate/index.ts'
import type { EvidenceLog } from '../../core/evidence/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import {
  findStanding,
  openResponse,
  type ResponseSession,
  scopeOf,
  signContent,
  signedContent,
  stageContentHash,
} from '../../core/response/index.ts'
import type { Approvers, Clock, Responder } from './incident.ts'

const readyPlan = fileURLToPath(
  new URL('../../../../../examples/plans/ransomware-hoster.yaml', import.meta.url),
)

/** The case follows the plan that we ship, for the systems on which detection found encryption. */
export async function adoptReadyPlan(
  { log, caseId, estate }: { log: EvidenceLog; caseId: string; estate: Estate },
  clock: Clock,
): Promise<ResponseSession> {
  const session = await openResponse(log, caseId)
  const parsed = parseEmergencyPlan(readFileSync(readyPlan, 'utf8'), readyPlan)
  if ('problems' in parsed) {
    const [first] = parsed.problems
    throw new AnlaufError('emergency-plan-invalid', `${readyPlan}: ${first?.message ?? 'unreadable'}`, {
      hint: first?.hint ?? 'Check it with "anlauf plan check".',
    })
  }
  const person = 'lead-on-duty'
  const elements = scopeOf(estate, session.state.case.systems ?? [])
  await session.execute(
    { command: 'adoptPlan', plan: parsed.plan, elements, person },
    { actor: person, at: clock.now().toISOString() },
  )
  return session
}

/** The lead and the engineer sign that each attacked system is cut off, as the plan asks. */
export async function signIsolation(
  session: ResponseSession,
  clock: Clock,
  { people, engineers }: Approvers,
): Promise<void> {
  const state = await session.refresh()
  const lead = people.filter(({ role }) => role === 'lead')
  for (const { id } of state.scope?.of.systems.filter(({ affected }) => affected) ?? []) {
    for (const signer of [...lead, ...engineers]) await sign(session, clock, `isolate@${id}`, signer)
  }
}

async function sign(
  session: ResponseSession,
  clock: Clock,
  stage: string,
  { person, role, key }: Responder,
): Promise<void> {
  const { state } = session
  const at = clock.now().toISOString()
  const found = findStanding(state, stage, at)
  if ('refused' in found) return
  const contentHash = stageContentHash(state, found.instance, found.round, 'done')
  const content = signedContent(state, { subject: stage, intent: 'done', contentHash, person, role })
  await session.execute(
    {
      command: 'signStage',
      stage,
      intent: 'done',
      contentHash,
      person,
      signature: signContent(content, key),
    },
    { actor: person, at },
  )
}
