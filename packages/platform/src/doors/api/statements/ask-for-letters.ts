import { setImmediate } from 'node:timers/promises'

import { statementTexts } from '../../../adapters/database/index.ts'
import { lettersContent, maxLetters } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { type Revision, statementRoles, waitingLetters } from '../../../core/statements/index.ts'
import {
  checkStatement,
  promisesEnd,
  type StatementContent,
} from '../../../phases/comply/statements/index.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiParts } from '../api-parts.ts'
import { askForSignatures } from '../approvals/ask-for-signatures.ts'
import { requireDesk } from '../jobs/job-desk.ts'
import { statementReader } from './statement-reader.ts'

interface Asked {
  readonly caseId: string
  readonly by: Principal
  /** Absent: all that wait. */
  readonly tenants?: readonly string[] | undefined
  readonly reason: string
  readonly hours: number
}

const hourMs = 3_600_000
/** Letters that are read and checked before others are answered: about 40 ms. */
const partSize = 20
/** Named in the signed text itself; of more the list stands in the request. */
const namedTenants = 20

/**
 * Asks one of `dpo` and one of `forensics` to sign the present letters, all under one hash. Every letter is checked before:
 * one with an error is asked of nobody. Throws `gate-closed` with the first ones, `nothing-to-do`, `not-found`.
 */
export async function askForLetters(
  parts: ApiParts,
  { caseId, by, tenants, reason, hours }: Asked,
): Promise<{ readonly request: string; readonly letters: number; readonly marked: readonly string[] }> {
  const { desk } = await statementReader(parts)(caseId)
  const waiting = waitingLetters(desk, tenants)
  if (waiting.length > maxLetters) {
    throw new AnlaufError('input-invalid', `These are ${waiting.length} letters; one request has ${maxLetters} at most.`, {
      hint: 'Name the tenants, and ask for the others with a second request.',
    }) // prettier-ignore
  }
  const { marked, promiseEnds } = await checked(parts, caseId, waiting)
  const letters = waiting.map(({ tenant, revision: { contentHash } }) => ({ tenant, contentHash }))
  const request = await askForSignatures(parts, {
    caseId,
    by,
    subject: { kind: 'letters', name: nameOf(letters) },
    ...lettersContent(letters, marked),
    signers: [statementRoles.law, statementRoles.findings],
    // The engine composes letters; people wrote what stands in them, and signed that before.
    authors: [],
    scope: {
      tenants: letters.length > namedTenants ? [] : letters.map(({ tenant }) => tenant),
      services: [],
      audience: 'tenants',
    },
    reason,
    // Checked now, signed later: when a promised time is over its letter would be refused, so nobody may sign it then.
    hours: Math.min(hours, (Date.parse(promiseEnds) - parts.now().getTime()) / hourMs),
  })
  return { request, letters: letters.length, marked }
}

function nameOf(letters: readonly { readonly tenant: string }[]): string {
  const [first] = letters
  return letters.length === 1 && first !== undefined ? first.tenant : String(letters.length)
}

/**
 * The tenants in whose letters a name is nearly that of another customer, and when the first promise of all of them is
 * over. Throws for an error in any of them.
 */
async function checked(
  parts: ApiParts,
  caseId: string,
  waiting: readonly { readonly tenant: string; readonly revision: Revision }[],
): Promise<{ readonly marked: readonly string[]; readonly promiseEnds: string }> {
  const estate = requireDesk(parts.desk).estate()
  const [marked, errors]: [string[], string[]] = [[], []]
  let ends = '9999'
  for (let at = 0; at < waiting.length; at += partSize) {
    const part = waiting.slice(at, at + partSize)
    const asked = part.map(({ tenant, revision }) => ({ tenant, hash: revision.contentHash }))
    for (const [tenant, text] of await statementTexts(parts.database, caseId, asked)) {
      const content = JSON.parse(text) as StatementContent
      if (promisesEnd(content) < ends) ends = promisesEnd(content)
      const found = checkStatement(content, estate, parts.now())
      if (found.some(({ kind }) => kind === 'similar-name')) marked.push(tenant)
      errors.push(...found.flatMap(({ severity, message }) => severity === 'error' ? [`${tenant}: ${message}`] : [])) // prettier-ignore
    }
    await setImmediate()
  }
  if (errors.length === 0) return { marked, promiseEnds: ends }
  throw new AnlaufError('gate-closed', `Letters that cannot be signed as they are: ${errors.length}. ${errors[0] ?? ''}`, {
    hint: 'Restate what is wrong and draft again, or ask for the others only.',
    context: { errors: errors.slice(0, 100) },
  }) // prettier-ignore
}
