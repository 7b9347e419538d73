import { createHash } from 'node:crypto'

import { type ApprovalRequest, lettersOf } from '../case/index.ts'
import type { StatementDesk } from './statement-desk.ts'

/** A letter that a person reads before signing all of a request, and why this one. */
export interface LetterToRead {
  readonly tenant: string
  readonly why: 'wording' | 'marked' | 'drawn'
}

/**
 * So many are drawn for each of the two roles. Both together find, with 95 in 100, a fault that lies in one letter of
 * twenty: 0.95 ^ 60 = 0.046.
 */
export const drawnLetters = 30

/**
 * The letters of a request that whoever signs it in a role has to open: one of each wording, each that the checks marked,
 * and a sample. All of them where there are few; a single letter stands in the request itself. The sample is drawn by the hash of the request's entry, which nobody knew when
 * the letters were made, and for each role another one. Pure.
 */
export function lettersToRead(
  desk: StatementDesk,
  request: Pick<ApprovalRequest, 'content' | 'contentHash' | 'head'>,
  role: string,
): readonly LetterToRead[] {
  const listed = lettersOf(request)
  if (listed === undefined || listed.letters.length === 1) return []
  const marked = new Set(listed.marked)
  const known = new Set<string>()
  const order = listed.letters
    .map((letter) => ({ ...letter, place: drawOf(request.head, role, letter.tenant) }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
  const found = order.flatMap(({ tenant, contentHash }, at): readonly LetterToRead[] => {
    const wording = wordingOf(desk, tenant, contentHash)
    const isFirst = !known.has(wording)
    known.add(wording)
    if (marked.has(tenant)) return [{ tenant, why: 'marked' }]
    if (isFirst) return [{ tenant, why: 'wording' }]
    return at < drawnLetters ? [{ tenant, why: 'drawn' }] : []
  })
  return [...found.filter(({ why }) => why !== 'drawn'), ...found.filter(({ why }) => why === 'drawn')]
}

/** How many wordings there are: each of them is read. */
export function wordingsOf(
  desk: StatementDesk,
  request: Pick<ApprovalRequest, 'content' | 'contentHash'>,
): number {
  const letters = lettersOf(request)?.letters ?? []
  return new Set(letters.map(({ tenant, contentHash }) => wordingOf(desk, tenant, contentHash))).size
}

function drawOf(head: string, role: string, tenant: string): string {
  return createHash('sha256').update(`${head}\n${role}\n${tenant}`).digest('hex')
}

/** A letter of which nobody knows how it reads stands for itself. */
function wordingOf({ statements }: StatementDesk, tenant: string, contentHash: string): string {
  const revision = statements.get(tenant)?.find((one) => one.contentHash === contentHash)
  return revision?.wording ?? contentHash
}
