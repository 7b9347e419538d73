import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { registrationSealed, statementDigest } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { approverKeys, signs, standingOfKeys } from '../access/approver-keys.ts'
import { requirePermission } from '../access/permissions.ts'
import { vouch, vouchOptions } from '../access/vouch.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { CaseId } from '../cases/case-view.ts'
import { problems } from '../http/problem-responses.ts'
import { requireRevoker, revokeInCase, revokePasskey } from './revoke.ts'
import { Assertion } from './sign.ts'

const failures = problems(400, 401, 403, 404, 409, 413, 415, 429, 503)
const KeyId = z.string().regex(/^[0-9a-f]{64}$/)
const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })
const body = <Schema extends z.ZodType>(schema: Schema) => ({ body: { required: true, ...json(schema) } })
const Reason = z.strictObject({ reason: z.string().min(1).max(2000) })

const ApproverKeyView = z
  .object({
    person: z.string(),
    roles: z.array(z.string()),
    keyId: KeyId,
    standing: z.enum(['genesis', 'vouched', 'waiting', 'revoked']).openapi({
      description:
        '`genesis`: let in by the account that runs the server; `waiting`: opens sessions, does not sign yet',
    }),
    genesis: z.string().optional(),
    vouchedBy: z.array(z.string()),
    missing: z.int().openapi({ description: 'How many people have to vouch yet' }),
    statement: z.string().openapi({ description: 'What whoever vouches signs' }),
    statementHash: z.string(),
    registeredAt: z.string(),
    revoked: z.object({ at: z.string(), by: z.string(), reason: z.string() }).optional(),
  })
  .openapi('ApproverKey')

const listKeys = createRoute({
  method: 'get',
  path: '/api/approver-keys',
  summary: 'Passkeys that may sign, or wait for people who vouch for them',
  responses: {
    200: { description: 'All', ...json(z.object({ keys: z.array(ApproverKeyView) })) },
    ...failures,
  },
})

const askVoucher = createRoute({
  method: 'post',
  path: '/api/approver-keys/{key}/vouchers/options',
  summary: 'What whoever vouches for a key signs',
  request: { params: z.object({ key: KeyId }) },
  responses: {
    200: {
      description: 'Show it, then ask the authenticator',
      ...json(
        z.object({
          statement: z.string(),
          short: z.string(),
          publicKey: z.looseObject({ challenge: z.string() }),
        }),
      ),
    },
    ...failures,
  },
})

const giveVoucher = createRoute({
  method: 'post',
  path: '/api/approver-keys/{key}/vouchers',
  summary: 'Vouches for a person, a key and roles, signed with a passkey',
  request: { params: z.object({ key: KeyId }), ...body(z.strictObject({ credential: Assertion })) },
  responses: { 204: { description: 'It counts' }, ...failures },
})

const revokeKey = createRoute({
  method: 'post',
  path: '/api/approver-keys/{key}/revocation',
  summary:
    'Revokes a passkey: it opens nothing and signs nothing any more, in all open cases; what was released stands',
  request: { params: z.object({ key: KeyId }), ...body(Reason) },
  responses: {
    200: { description: 'The cases that knew it', ...json(z.object({ cases: z.array(z.string()) })) },
    ...failures,
  },
})

const revokeCaseKey = createRoute({
  method: 'post',
  path: '/api/cases/{case}/keys/{key}/revocation',
  summary: 'Revokes a key in one case, a key in a file as well',
  request: { params: z.object({ case: CaseId, key: KeyId }), ...body(Reason) },
  responses: { 204: { description: 'It counts no more' }, ...failures },
})

/** Who may sign: keys, who vouches for them, and their end. */
export function keyRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { database, now, party, readCase } = parts

  app.openapi(listKeys, async (c) => {
    requirePermission(c.get('principal'), 'read')
    const keys = await approverKeys(database)
    const standing = standingOfKeys(keys)
    return c.json({ keys: keys.map((key) => keyView(key, standing)) }, 200)
  })

  app.openapi(askVoucher, async (c) => {
    const by = requirePermission(c.get('principal'), 'vouch')
    return c.json(await vouchOptions(database, c.req.valid('param').key, by), 200)
  })

  app.openapi(giveVoucher, async (c) => {
    const by = requirePermission(c.get('principal'), 'vouch')
    const { credential } = c.req.valid('json')
    const { authenticatorData, clientDataJSON, signature } = credential.response
    await vouch(database, {
      keyId: c.req.valid('param').key,
      by,
      credentialId: credential.id,
      passkey: { authenticatorData: base64(authenticatorData), clientDataJSON: base64(clientDataJSON) },
      signature: base64(signature),
      party: party(),
      now: now(),
    })
    return c.body(null, 204)
  })

  app.openapi(revokeKey, async (c) => {
    const { key: keyId } = c.req.valid('param')
    const { reason } = c.req.valid('json')
    const cases = await revokePasskey(parts, { keyId, principal: c.get('principal'), reason })
    return c.json({ cases: [...cases] }, 200)
  })

  app.openapi(revokeCaseKey, async (c) => {
    const { case: caseId, key: keyId } = c.req.valid('param')
    const { state } = await readCase(caseId)
    const owner =
      state.credentials.get(keyId)?.person ??
      [...state.approvers.values()].find((approver) => approver.keyId === keyId)?.person
    if (owner === undefined) {
      requirePermission(c.get('principal'), 'revokeKey')
      throw new AnlaufError('not-found', 'The case knows no such key.', {
        hint: 'GET /api/cases/{case} lists its approvers.',
      })
    }
    const by = requireRevoker(c.get('principal'), owner)
    await revokeInCase(parts, caseId, { keyId, by, reason: c.req.valid('json').reason })
    return c.body(null, 204)
  })
}

function keyView(
  key: Awaited<ReturnType<typeof approverKeys>>[number],
  standing: ReturnType<typeof standingOfKeys>,
): z.infer<typeof ApproverKeyView> {
  const vouchedBy = [...(standing.vouchedBy.get(key.keyId) ?? [])]
  const { statement } = registrationSealed(key)
  const isOver = key.revoked !== null || key.isBlocked
  const kind = isOver
    ? 'revoked'
    : !signs(key, standing)
      ? 'waiting'
      : vouchedBy.length >= 2
        ? 'vouched'
        : 'genesis'
  return {
    person: key.person,
    roles: [...key.roles].toSorted(),
    keyId: key.keyId,
    standing: kind,
    ...(key.genesis !== null && { genesis: key.genesis }),
    vouchedBy,
    missing: kind === 'waiting' ? Math.max(0, 2 - vouchedBy.length) : 0,
    statement: Buffer.from(statement).toString(),
    statementHash: statementDigest(statement),
    registeredAt: key.createdAt.toISOString(),
    ...(key.revoked !== null && {
      revoked: { at: key.revoked.at.toISOString(), by: key.revoked.by, reason: key.revoked.reason },
    }),
  }
}

function base64(base64url: string): string {
  return Buffer.from(base64url, 'base64url').toString('base64')
}
