import type { ApprovalRequest } from '../../../core/case/index.ts'
import { askedFact, fieldNamed, shownValue, type StatedFact } from '../../../core/facts/index.ts'
import { type Fact, known, wholeText } from '../approvals/facts.ts'
import type { DutyDesk } from '../duties/duty-desks.ts'

/** An answer to the letter, or one that is taken back, for who signs it. None when the request is not what its hash names. */
export function statedFacts(
  { caseId, facts }: DutyDesk,
  request: Pick<ApprovalRequest, 'subject' | 'content' | 'contentHash'>,
): readonly Fact[] {
  const { stated } = facts.log
  const asked = askedFact(caseId, request, stated)
  if (asked === undefined) return []
  const fact = asked.kind === 'state' ? asked.fact : stated.get(asked.fact)
  if (fact === undefined) return []
  return known([
    ['takesBack', asked.kind === 'withdraw' ? wholeText(asked.reason) : undefined],
    ...rowsOf(fact),
  ])
}

function rowsOf(fact: StatedFact) {
  const { scope, source, confidence, asOf, estimate, evidence, supersedes } = fact
  const field = fieldNamed(fact.field)
  const [de, en] = [shownValue(field, fact.value, 'de'), shownValue(field, fact.value, 'en')]
  return [
    ['question', `${field.title.de} / ${field.title.en} (${field.id})`],
    ['answerDe', de.isForeign ? undefined : wholeText(de.text)],
    ['answerEn', en.isForeign ? undefined : wholeText(en.text)],
    ['appliesTo', scope],
    ['source', wholeText(source)],
    ['confidence', confidence],
    ['asOf', asOf],
    ['estimate', estimate || undefined],
    ['evidence', evidence.length === 0 ? undefined : evidence.join('\n')],
    ['replaces', supersedes],
  ] as const
}
