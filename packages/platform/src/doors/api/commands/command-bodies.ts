import { z } from '@hono/zod-openapi'

import type { Command } from '../../../core/case/index.ts'

const Unit = z.string().min(1).max(200)
const Person = z.string().min(1).max(200)
const Digest = z.string().regex(/^[0-9a-f]{64}$/)
const Signature = z
  .base64()
  .max(200)
  .openapi({ description: 'Ed25519 by the registered key, in base64; "anlauf recover approve" makes one' })

/** What people decide over HTTP, and what it takes. Bodies are exact: an unknown field is a mistake. */
export const commandBodies = {
  registerApprover: z.strictObject({
    person: Person,
    role: z.string().min(1).max(100),
    publicKey: z.string().max(1000).openapi({ description: 'Ed25519 public key in PEM' }),
    vouchers: z
      .array(
        z.strictObject({
          person: Person,
          seal: z.strictObject({ keyId: Digest, signature: Signature }),
        }),
      )
      .max(10)
      .optional()
      .openapi({ description: 'Of two people with registered keys; "anlauf case vouch" makes one' }),
  }),
  approve: z.strictObject({
    unit: Unit,
    contentHash: Digest.openapi({ description: 'As the case shows it for the unit' }),
    person: Person,
    expiresAt: z.iso
      .datetime({ precision: 3 })
      .openapi({ description: 'Until when it counts, at most 72 hours from now; part of what is signed' }),
    signature: Signature,
  }),
  decideQueue: z.strictObject({
    unit: Unit,
    class: z.string().min(1).max(100),
    outcome: z.enum(['takeNewest', 'takePrevious', 'leaveOut', 'release']),
    facts: z.array(Digest).min(1).max(10_000),
    reason: z.string().min(1).max(2000),
    rule: z.string().max(200).optional(),
    askedByTenant: z.literal(true).optional(),
    person: Person,
    signature: Signature,
  }),
  close: z.strictObject({}),
} as const

export type CommandName = keyof typeof commandBodies
export const commandNames = Object.keys(commandBodies) as CommandName[]

/**
 * The others need more than a decision: the estate for `declare`, the files that lie ready and the rules in force for
 * `record`, `release` and `handBack`, which a job measures.
 */
export const elsewhere = {
  declare: '/api/cases, or "anlauf case declare"',
  record: '/api/cases/ID/jobs with "kind": "run", or "anlauf recover run"',
  release: '/api/cases/ID/jobs with "kind": "release", or "anlauf recover release"',
  handBack: '/api/cases/ID/jobs with "kind": "handBack", or "anlauf recover hand-back"',
  registerCredential: '/api/cases/ID/approvals: vouched passkeys come along with the first request',
  requestApproval: '/api/cases/ID/approvals',
  signRequest: '/api/cases/ID/approvals/REQUEST/signatures',
  withdrawApproval: '/api/cases/ID/approvals/REQUEST/withdrawal',
  revokeKey: '/api/cases/ID/keys/KEY/revocation',
  extend: '"anlauf case extend"',
  reopen: '"anlauf case reopen"',
} as const satisfies Record<Exclude<Command['command'], CommandName>, string>
