import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { type ApprovalRequest, evolve } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { requirePermission } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { claimsInForce, draftHash } from '../../../core/updates/index.ts'
import { type CaseSnapshot, requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { mayReadRequest } from '../duties/may-read.ts'
import { problems } from '../http/problem-responses.ts'
import { keyEvents } from './admitted-keys.ts'
import { appendDecided } from './append-decided.ts'
import { ApprovalRequestView, ApprovalsView, approvalsView, requestView } from './approval-view.ts'
import { AskBody, requestOf } from './asked.ts'
import { requireRead, shownContent } from './shown-content.ts'
import { requestNamed, SignedWordBody, signCommand, signOptions, SignOptions, WordBody } from './sign.ts'

const failures = problems(400, 401, 403, 404, 409, 413, 415, 429, 503)
const RequestId = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/)
const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })
const body = <Schema extends z.ZodType>(schema: Schema) => ({ body: { required: true, ...json(schema) } })
const answered = {
  200: { description: 'The request as it stands now', ...json(ApprovalRequestView) },
  ...failures,
}
const ofCase = z.object({ case: CaseId })
const ofRequest = z.object({ case: CaseId, request: RequestId })

const list = createRoute({
  method: 'get',
  path: '/api/cases/{case}/approvals',
  summary: 'What waits for signatures, the newest first, and exactly what would be signed',
  request: {
    params: ofCase,
    query: z.object({
      status: z.enum(['open', 'all']).default('open'),
      before: RequestId.optional().openapi({ description: '`next` of the page before' }),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: { 200: { description: 'The requests', ...json(ApprovalsView) }, ...failures },
})

const show = createRoute({
  method: 'get',
  path: '/api/cases/{case}/approvals/{request}',
  summary: 'One request',
  request: { params: ofRequest },
  responses: answered,
})

const ask = createRoute({
  method: 'post',
  path: '/api/cases/{case}/approvals',
  summary: 'Asks for signatures on exactly one content',
  request: { params: ofCase, ...body(AskBody) },
  responses: answered,
})

const options = createRoute({
  method: 'post',
  path: '/api/cases/{case}/approvals/{request}/options',
  summary: 'The text to sign and what a passkey is asked for, good for ten minutes',
  request: { params: ofRequest, ...body(WordBody) },
  responses: {
    200: { description: 'Show it, then ask the authenticator', ...json(SignOptions) },
    ...failures,
  },
})

const sign = createRoute({
  method: 'post',
  path: '/api/cases/{case}/approvals/{request}/signatures',
  summary: "A person's yes or objection, signed with a passkey",
  request: { params: ofRequest, ...body(SignedWordBody) },
  responses: answered,
})

const withdraw = createRoute({
  method: 'post',
  path: '/api/cases/{case}/approvals/{request}/withdrawal',
  summary: 'Takes the own yes back, or the whole request',
  request: {
    params: ofRequest,
    ...body(z.strictObject({ whole: z.boolean().default(false), reason: z.string().min(1).max(2000) })),
  },
  responses: answered,
})

/** Approvals as signatures of passkeys: asked for, shown, signed, taken back. */
export function approvalRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { database, readCase, now, party } = parts

  app.openapi(list, async (c) => {
    const principal = requirePermission(c.get('principal'), 'read')
    const snapshot = requireDeclared(await readCase(c.req.valid('param').case))
    const { status, before, limit } = c.req.valid('query')
    const showContent = shownContent(parts, snapshot.state.id, principal)
    const page = { principal, now: now().toISOString(), open: status === 'open', before, limit, showContent }
    return c.json(await approvalsView(snapshot, page), 200)
  })

  app.openapi(show, async (c) => {
    const principal = requirePermission(c.get('principal'), 'read')
    const { case: caseId, request } = c.req.valid('param')
    return c.json(await viewOf(parts, caseId, request, principal), 200)
  })

  app.openapi(ask, async (c) => {
    const by = requirePermission(c.get('principal'), 'requestApproval')
    const { case: caseId } = c.req.valid('param')
    const asked = c.req.valid('json')
    if (asked.kind === 'update') requireText(requireDeclared(await readCase(caseId)), asked)
    const [requested] = await appendDecided(parts, {
      caseId,
      by,
      commandFor: (state) => requestOf(state, asked, { by, now: now(), origin: party().origin }),
    })
    const id = requested?.type === 'approval.requested' ? requested.request : ''
    return c.json(await viewOf(parts, caseId, id, by), 200)
  })

  app.openapi(options, async (c) => {
    const principal = requirePermission(c.get('principal'), 'signRequest')
    const { case: caseId, request } = c.req.valid('param')
    const { state } = requireDeclared(await readCase(caseId))
    const at = now().toISOString()
    const word = c.req.valid('json')
    await requireRead(parts, caseId, readableRequest(state, request, principal), word, principal)
    const keys = await keyEvents(database, state, at)
    const known = keys.reduce((next, event) => evolve(next, event, at), state)
    return c.json(signOptions(known, requestNamed(known, request), word, { principal, at }), 200)
  })

  app.openapi(sign, async (c) => {
    const by = requirePermission(c.get('principal'), 'signRequest')
    const { case: caseId, request } = c.req.valid('param')
    const word = c.req.valid('json')
    const { state: before } = requireDeclared(await readCase(caseId))
    await requireRead(parts, caseId, readableRequest(before, request, by), word, by)
    await appendDecided(parts, {
      caseId,
      by,
      commandFor: (state) => signCommand(state, requestNamed(state, request), word, by),
    })
    return c.json(await viewOf(parts, caseId, request, by), 200)
  })

  app.openapi(withdraw, async (c) => {
    const by = requirePermission(c.get('principal'), 'withdrawApproval')
    const { case: caseId, request } = c.req.valid('param')
    const { whole, reason } = c.req.valid('json')
    readableRequest(requireDeclared(await readCase(caseId)).state, request, by)
    await appendDecided(parts, {
      caseId,
      by,
      commandFor: (state) => {
        if (whole) requireOwner(by, requestNamed(state, request).by)
        return { command: 'withdrawApproval', request, person: by.name, whole, reason }
      },
    })
    return c.json(await viewOf(parts, caseId, request, by), 200)
  })
}

async function viewOf(
  parts: ApiParts,
  caseId: string,
  id: string,
  principal: Principal,
): Promise<z.infer<typeof ApprovalRequestView>> {
  const snapshot = requireDeclared(await parts.readCase(caseId))
  const now = parts.now().toISOString()
  const showContent = shownContent(parts, caseId, principal)
  return requestView(snapshot, readableRequest(snapshot.state, id, principal), {
    principal,
    now,
    showContent,
  })
}

/** Throws `not-found` also for what is kept apart from somebody: whether there is such a request is not said. */
function readableRequest(state: CaseSnapshot['state'], id: string, principal: Principal): ApprovalRequest {
  const request = requestNamed(state, id)
  return mayReadRequest(principal, request) ? request : requestNamed({ ...state, requests: new Map() }, id)
}

/** A text that comes into the case later could be another one than signers were told of, and go out on their word. */
function requireText(
  { desk, state }: CaseSnapshot,
  { name, contentHash }: { readonly name: string; readonly contentHash: string },
): void {
  const draft = desk.drafts.get(name)
  if (draft !== undefined && draftHash(state.id, draft, claimsInForce(desk)) === contentHash) return
  throw new AnlaufError('input-invalid', `The case has no draft "${name}" that reads so now.`, {
    hint: 'Put the text into review first, then ask for it: POST /api/cases/{case}/word/drafts/{update}/approval.',
  })
}

/** Whoever asked, and who leads, may call a request off. */
function requireOwner({ name, kind, roles }: Principal, asked: string): void {
  if (kind === 'account' || name === asked || roles.includes('lead') || roles.includes('deputy-lead')) return
  throw new AnlaufError('not-permitted', `${asked} asked for this; ${name} cannot call it off.`, {
    hint: 'Object to it with a signature, or ask whoever leads.',
    context: { permission: 'withdrawApproval' },
  })
}
