import { type ApprovalRequest, lettersOf } from '../../../core/case/index.ts'
import { type LetterFactId, letterFactWords } from '../../../core/messages/index.ts'
import { drawnLetters, type StatementDesk, wordingsOf } from '../../../core/statements/index.ts'
import type { Principal } from '../access/principal.ts'
import { may } from '../access/permissions.ts'
import type { ApiParts } from '../api-parts.ts'
import { type Fact, wholeText } from '../approvals/facts.ts'
import { requireDesk } from '../jobs/job-desk.ts'
import { keptLetter, letterText } from './letter-text.ts'

/**
 * What a request for letters shows: a single letter to the letter, many by their number, with what has to be read of them.
 * The text of a customer's letter is shown to whoever may read it only.
 */
export async function letterFacts(
  parts: ApiParts,
  desk: StatementDesk,
  request: ApprovalRequest,
  principal: Principal,
): Promise<readonly Fact[]> {
  const listed = lettersOf(request)
  if (listed === undefined) return []
  const [first] = listed.letters
  if (listed.letters.length > 1 || first === undefined) {
    return known([
      ['letters', listed.letters.length],
      ['wordings', wordingsOf(desk, request)],
      ['marked', listed.marked.length],
      ['drawn', Math.min(drawnLetters, listed.letters.length)],
    ])
  }
  const revision = desk.statements.get(first.tenant)?.find((one) => one.contentHash === first.contentHash)
  // Replaced by another draft meanwhile: nobody may be shown one and sign the other.
  if (revision === undefined) return []
  if (!may(principal, 'readStatements')) return known([['tenant', first.tenant], ['revision', revision.revision]]) // prettier-ignore
  const { content, text, particulars, findings } = letterText(
    await keptLetter(parts, desk.case.id, first),
    requireDesk(parts.desk).estate(),
    parts.now(),
  )
  const changes = (language: 'de' | 'en'): string | undefined =>
    content.changes[language].length === 0 ? undefined : wholeText(content.changes[language].join('\n'))
  return known([
    ['tenant', first.tenant],
    ['revision', content.revision],
    ['nextBy', content.nextBy],
    ['findings', findings.length === 0 ? undefined : wholeText(findings.map(({ message }) => message).join('\n'))],
    ['changesDe', changes('de')],
    ['changesEn', changes('en')],
    ['textDe', wholeText(text.de)],
    ['textEn', wholeText(text.en)],
    ['particularsDe', wholeText(particulars.de)],
    ['particularsEn', wholeText(particulars.en)],
  ]) // prettier-ignore
}

function known(rows: readonly (readonly [LetterFactId, string | number | undefined])[]): readonly Fact[] {
  return rows.flatMap(([id, value]) =>
    value === undefined ? [] : [{ id, label: letterFactWords[id], value }],
  )
}
