import { type Application, buildRouteMap, type Command, type RouteMap } from '@stricli/core'

import { application } from './application.ts'
import { callRoutes } from './call/routes.ts'
import { caseApprover } from './case/approver.ts'
import { caseDeclare } from './case/declare.ts'
import { caseIsolated } from './case/isolated.ts'
import { peopleOfCaseRoutes } from './case/people/routes.ts'
import { rosterCheck } from './case/people/roster.ts'
import { planOfCaseRoutes } from './case/plan/routes.ts'
import { caseRevoke } from './case/revoke.ts'
import { caseShow } from './case/show.ts'
import { caseVouch } from './case/vouch.ts'
import { clocksRoutes } from './clocks/routes.ts'
import type { AnlaufContext } from './context.ts'
import { detectFeatures } from './detect/features.ts'
import { detectHistoryCommand } from './detect/history.ts'
import { detectTriage } from './detect/triage.ts'
import { detectWatch } from './detect/watch.ts'
import { estateCheck } from './estate/check.ts'
import { evidenceCheckpoint } from './evidence/checkpoint.ts'
import { evidenceExport } from './evidence/export.ts'
import { evidenceAcquire } from './evidence/originals/acquire.ts'
import { originalsRoutes } from './evidence/originals/routes.ts'
import { evidenceKeep } from './evidence/keep.ts'
import { evidenceTimestamp } from './evidence/timestamp.ts'
import { evidenceVerify } from './evidence/verify.ts'
import { dutyRoutes } from './duty/routes.ts'
import { factRoutes } from './facts/routes.ts'
import { inquiryRoutes } from './inquiry/routes.ts'
import { informRoutes } from './inform/routes.ts'
import { evidenceWitness } from './evidence/witness.ts'
import { mediaRoutes } from './media/routes.ts'
import { noticeRoutes } from './notice/routes.ts'
import { outsideRoutes } from './outside/routes.ts'
import { planCheck } from './plan/check.ts'
import { planDiagramCommand, planExport, planImport, planSchemaCommand } from './plan/exchange.ts'
import { protectRoutes } from './protect/routes.ts'
import { recoverApprove } from './recover/approve.ts'
import { recoverHunt } from './recover/hunt/hunt.ts'
import { recoverEstimate } from './recover/estimate.ts'
import { recoverDistribute } from './recover/distribute/distribute.ts'
import { recoverHandBack } from './recover/hand-back.ts'
import { recoverMailRoutes } from './recover/mail.ts'
import { recoverOrder } from './recover/order.ts'
import { recoverPlan } from './recover/plan.ts'
import { recoverMariadbRoutes } from './recover/mariadb/routes.ts'
import { recoverPostgresRoutes } from './recover/postgres/routes.ts'
import { recoverQueueRoutes } from './recover/queue/routes.ts'
import { recoverRelease } from './recover/release.ts'
import { recoverRun } from './recover/run.ts'
import { recoverRuns } from './recover/distribute/runs.ts'
import { repoRoutes } from './repo/routes.ts'
import { scanRulesUpdate } from './scan/rules-update.ts'
import { signInCodes } from './sign-in/codes.ts'
import { siteRoutes } from './site/routes.ts'
import { statementRoutes } from './statement/routes.ts'
import { subscriptionRoutes } from './subscription/routes.ts'
import { up } from './up.ts'
import { vaultRoutes } from './vault/routes.ts'
import { webhookRoutes } from './webhook/routes.ts'
import { workerCommand } from './recover/distribute/worker.ts'

const estate = buildRouteMap({
  docs: { brief: 'What is protected: check the file that says so' },
  routes: { check: estateCheck },
})

const signIn = buildRouteMap({
  docs: { brief: 'Who can come in over the API: codes for the envelope' },
  routes: { codes: signInCodes },
})

const plan = buildRouteMap({
  docs: { brief: 'The emergency plan as code: check, draw, exchange' },
  routes: {
    check: planCheck,
    diagram: planDiagramCommand,
    export: planExport,
    import: planImport,
    schema: planSchemaCommand,
    roster: rosterCheck,
  },
})

const detect = buildRouteMap({
  docs: { brief: 'When did it start, whom did it hit, what is still clean' },
  routes: {
    history: detectHistoryCommand,
    triage: detectTriage,
    features: detectFeatures,
    watch: detectWatch,
  },
})

const incident = buildRouteMap({
  docs: {
    brief: 'The case: declare it, follow its plan, prove isolation, register approvers, see what is missing',
  },
  routes: {
    declare: caseDeclare,
    isolated: caseIsolated,
    approver: caseApprover,
    vouch: caseVouch,
    revoke: caseRevoke,
    show: caseShow,
    ...planOfCaseRoutes,
    ...peopleOfCaseRoutes,
  },
})

const recover = buildRouteMap({
  docs: { brief: 'From a plan through the clean room and two approvals back to the customer' },
  routes: {
    order: recoverOrder,
    plan: recoverPlan,
    estimate: recoverEstimate,
    run: recoverRun,
    distribute: recoverDistribute,
    runs: recoverRuns,
    approve: recoverApprove,
    release: recoverRelease,
    handBack: recoverHandBack,
    hunt: recoverHunt,
    mail: recoverMailRoutes,
    mariadb: recoverMariadbRoutes,
    postgres: recoverPostgresRoutes,
    queue: recoverQueueRoutes,
  },
})

const scan = buildRouteMap({
  docs: { brief: 'What contents are judged by' },
  routes: {
    rules: buildRouteMap({
      docs: { brief: 'The YARA rules that every run uses' },
      routes: { update: scanRulesUpdate },
    }),
  },
})

const evidence = buildRouteMap({
  docs: { brief: 'The log of everything that happened, and the originals: secure, verify, hand out' },
  routes: {
    acquire: evidenceAcquire,
    originals: originalsRoutes,
    verify: evidenceVerify,
    checkpoint: evidenceCheckpoint,
    witness: evidenceWitness,
    keep: evidenceKeep,
    timestamp: evidenceTimestamp,
    export: evidenceExport,
  },
})

/**
 * The command line: one route a command, errors as message, hint and code.
 * Commands that doors may not know (the drill plays on the doors themselves) come in as an argument.
 */
export function buildApp(commands: {
  drill: Command<AnlaufContext> | RouteMap<AnlaufContext>
}): Application<AnlaufContext> {
  return application({
    up,
    signIn,
    estate,
    plan,
    repo: repoRoutes,
    detect,
    case: incident,
    clocks: clocksRoutes,
    duty: dutyRoutes,
    fact: factRoutes,
    recover,
    scan,
    evidence,
    inform: informRoutes,
    notice: noticeRoutes,
    call: callRoutes,
    site: siteRoutes,
    outside: outsideRoutes,
    inquiry: inquiryRoutes,
    statement: statementRoutes,
    subscription: subscriptionRoutes,
    webhook: webhookRoutes,
    vault: vaultRoutes,
    media: mediaRoutes,
    protect: protectRoutes,
    worker: workerCommand,
    drill: commands.drill,
  })
}
