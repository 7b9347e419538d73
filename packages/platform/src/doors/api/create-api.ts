import { OpenAPIHono } from '@hono/zod-openapi'

import { AnlaufError } from '../../core/failure.ts'
import { noteRefusal } from './access/access-log.ts'
import { accessRoutes } from './access/access-routes.ts'
import { authenticate } from './access/authenticate.ts'
import { peopleRoutes } from './access/people-routes.ts'
import { ownPasskeyRoutes } from './access/own-passkey-routes.ts'
import { recoveryPeopleRoutes, recoveryRoutes } from './access/recovery-routes.ts'
import { requirePermission } from './access/permissions.ts'
import { sameOrigin } from './access/same-origin.ts'
import type { ApiEnv } from './api-env.ts'
import { approvalRoutes } from './approvals/approval-routes.ts'
import { keyRoutes } from './approvals/key-routes.ts'
import type { ApiParts } from './api-parts.ts'
import { caseRoutes } from './cases/case-routes.ts'
import { declareRoutes } from './cases/declare-routes.ts'
import { chainRoutes } from './cases/chain-routes.ts'
import { clockRoutes } from './clocks/clock-routes.ts'
import { bundleRoutes } from './cases/bundle-routes.ts'
import { evidenceRoutes } from './cases/evidence-routes.ts'
import { liveEvents } from './cases/live-events.ts'
import { commandRoutes } from './commands/command-routes.ts'
import { draftRoutes } from './duties/draft-routes.ts'
import { claimRoutes } from './claims/claim-routes.ts'
import { factRoutes } from './facts/fact-routes.ts'
import { dutyRoutes } from './duties/duty-routes.ts'
import { registerRoutes } from './duties/register-routes.ts'
import { estateRoutes } from './desk/estate-routes.ts'
import { queueRoutes } from './desk/queue-routes.ts'
import { scoreRoutes } from './desk/score-routes.ts'
import { bodyLimit } from '../http/index.ts'
import { errorPages } from './http/error-pages.ts'
import { health } from './http/health.ts'
import { inquiryAnswerRoutes } from './inquiries/answer-routes.ts'
import { inquiryRoutes } from './inquiries/inquiry-routes.ts'
import { jsonOnly } from './http/json-only.ts'
import { ownHost } from './http/own-host.ts'
import { failureOf, problemAnswer } from './http/problem.ts'
import { requestLog } from './http/request-log.ts'
import { securityHeaders } from './http/security-headers.ts'
import { serverTime } from './http/server-time.ts'
import { jobRoutes } from './jobs/job-routes.ts'
import { overviewRoutes } from './overview/overview-routes.ts'
import { consolePages } from './pages/console-pages.ts'
import { callRoutes } from './notices/call-routes.ts'
import { noticeRoutes } from './notices/notice-routes.ts'
import { alarmRoutes } from './response/alarm-routes.ts'
import { closeRoutes } from './response/close-routes.ts'
import { planRoutes } from './response/plan-routes.ts'
import { rosterRoutes } from './response/roster-routes.ts'
import { subscriptionRoutes } from './subscriptions/subscription-routes.ts'
import { signInPage } from './pages/sign-in-page.ts'
import { wordRoutes } from './word/word-routes.ts'
import { askedLetterRoutes } from './statements/asked-letter-routes.ts'
import { draftRoutes as letterDraftRoutes } from './statements/draft-routes.ts'
import { findingRoutes } from './statements/finding-routes.ts'
import { statementRoutes } from './statements/statement-routes.ts'
import { tenantTokenRoutes, tenantWindow } from './tenants/tenant-routes.ts'

/** The largest body that any command needs: facts of a run with some thousand files held back. */
const maxBodyBytes = 1024 * 1024

/** The API as one function from request to answer; it needs no port. */
export function createApi(parts: ApiParts): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook(result, c) {
      if (result.success) return
      const points = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
      const error = new AnlaufError('input-invalid', 'The request does not have the form it must have.', {
        hint: 'Mend the fields that "context" names; docs/openapi.json describes each.',
        context: { points },
      })
      return problemAnswer(c, error)
    },
  })
  // Asked for when a request comes: the description of the routes has no parts.
  app.use((c, next) => parts.meter.middleware(c, next))
  app.use(requestLog(parts.writeLog), securityHeaders(), ownHost(parts.hosts))
  app.use(serverTime(parts))
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: (c) => {
        // The rest of the body is not read, so nothing else can come over this connection.
        c.header('Connection', 'close')
        const error = new AnlaufError('input-invalid', `The body is larger than ${maxBodyBytes} bytes.`, {
          hint: 'Send less at once.',
        })
        return problemAnswer(c, error, 413)
      },
    }),
  )
  health(app, parts)
  errorPages(app)
  signInPage(app, parts)
  consolePages(app, parts)
  app.use('/api/*', sameOrigin(), jsonOnly())
  accessRoutes(app, parts)
  recoveryRoutes(app, parts)
  tenantWindow(app, parts)
  app.use('/api/*', authenticate({ ...parts, failures: parts.failureLimit, requests: parts.requestLimit }))
  app.use('/api/cases/*', (c, next) => {
    requirePermission(c.get('principal'), 'read')
    return next()
  })
  peopleRoutes(app, parts)
  recoveryPeopleRoutes(app, parts)
  ownPasskeyRoutes(app, parts)
  caseRoutes(app, parts)
  declareRoutes(app, parts)
  jobRoutes(app, parts)
  overviewRoutes(app, parts)
  planRoutes(app, parts)
  rosterRoutes(app, parts)
  alarmRoutes(app, parts)
  closeRoutes(app, parts)
  wordRoutes(app, parts)
  evidenceRoutes(app, parts)
  chainRoutes(app, parts)
  bundleRoutes(app, parts)
  dutyRoutes(app, parts)
  draftRoutes(app, parts)
  claimRoutes(app, parts)
  factRoutes(app, parts)
  registerRoutes(app, parts)
  clockRoutes(app, parts)
  noticeRoutes(app, parts)
  callRoutes(app, parts)
  liveEvents(app, parts)
  queueRoutes(app, parts)
  estateRoutes(app, parts)
  scoreRoutes(app, parts)
  commandRoutes(app, parts)
  approvalRoutes(app, parts)
  keyRoutes(app, parts)
  askedLetterRoutes(app, parts)
  statementRoutes(app, parts)
  findingRoutes(app, parts)
  letterDraftRoutes(app, parts)
  tenantTokenRoutes(app, parts)
  subscriptionRoutes(app, parts)
  inquiryRoutes(app, parts)
  inquiryAnswerRoutes(app, parts)
  app.onError(async (thrown, c) => {
    const error = failureOf(thrown)
    await noteRefusal(parts, c.get('principal'), error)
    return problemAnswer(c, error)
  })
  app.notFound((c) =>
    problemAnswer(
      c,
      new AnlaufError('not-found', 'There is nothing at this address.', {
        hint: 'docs/openapi.json lists the addresses.',
      }),
    ),
  )
  return app
}
