import { createHash } from 'node:crypto'

import type { Words } from '../estate/index.ts'
import { canonicalJson, type Json } from '../evidence/index.ts'

/** A notice to customers, before and after it was signed: its words, to whom, for which duty. */
export interface Notice {
  readonly notice: string
  /** The duty that its receipt meets, tenant by tenant: `gdpr-33-2`. */
  readonly duty?: string
  /** Whose contacts get it. */
  readonly tenants: readonly string[]
  /** Which of their contacts, by role; all of them without. */
  readonly roles?: readonly string[]
  /** A person calls whoever was silent for so long. */
  readonly ackHours: number
  readonly subject: Words
  /** With slots `{tenant}`, `{number}`, `{services}`, `{own}`. */
  readonly text: Words
  /** What only this customer reads, where `{own}` stands. */
  readonly own?: Readonly<Record<string, Words>>
  /** SHA-256 over the letters that go with it, by tenant: they are signed too. */
  readonly letters?: string
}

/** SHA-256 over everything that recipients will read and who they are: a changed comma is another content. */
export function noticeHash(caseId: string, notice: Notice): string {
  const known = Object.entries({ case: caseId, ...notice }).filter(([, part]) => part !== undefined)
  return createHash('sha256')
    .update(canonicalJson(Object.fromEntries(known) as unknown as Json))
    .digest('hex')
}
