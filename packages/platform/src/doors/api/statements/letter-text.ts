import { statementTexts } from '../../../adapters/database/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  checkStatement,
  plainParticulars,
  plainStatement,
  type StatementContent,
  type StatementFinding,
} from '../../../phases/comply/statements/index.ts'
import { type StatementDesk, lastTold } from '../../../core/statements/index.ts'
import type { ApiParts } from '../api-parts.ts'

/** A letter as people read it before they sign it. */
export interface LetterText {
  readonly content: StatementContent
  readonly text: { readonly de: string; readonly en: string }
  readonly particulars: { readonly de: string; readonly en: string }
  readonly findings: readonly StatementFinding[]
}

/** The kept content of a letter. Throws `not-found`, `evidence-broken` for one that was changed. */
export async function keptLetter(
  { database }: Pick<ApiParts, 'database'>,
  caseId: string,
  { tenant, contentHash }: { readonly tenant: string; readonly contentHash: string },
): Promise<StatementContent> {
  const texts = await statementTexts(database, caseId, [{ tenant, hash: contentHash }])
  return JSON.parse(texts.get(tenant) ?? '') as StatementContent
}

/** What the customer was told before a letter: the last one that two people had let out; undefined for the first word. */
export async function toldBefore(
  parts: Pick<ApiParts, 'database'>,
  desk: StatementDesk,
  { tenant, revision }: { readonly tenant: string; readonly revision: number },
): Promise<StatementContent | undefined> {
  const told = lastTold(desk, tenant, revision)
  if (told === undefined) return undefined
  try {
    return await keptLetter(parts, desk.case.id, { tenant, contentHash: told.contentHash })
  } catch (error) {
    // Its time was over and it was deleted: the letter says itself what is new in it.
    if (error instanceof AnlaufError && error.code === 'not-found') return undefined
    throw error
  }
}

/** All of a letter: both languages, what the customer copies, what the checks say. */
export function letterText(content: StatementContent, estate: Estate, now: Date): LetterText {
  const packages = [content.particulars, ...(content.annex === undefined ? [] : [content.annex])]
  const particulars = (language: 'de' | 'en'): string =>
    packages.map((one) => `${one.format}\n${plainParticulars(one, language)}`).join('\n\n')
  return {
    content,
    text: { de: plainStatement(content, 'de'), en: plainStatement(content, 'en') },
    particulars: { de: particulars('de'), en: particulars('en') },
    findings: checkStatement(content, estate, now),
  }
}
