import type { Estate } from '../estate/index.ts'
import { checkTexts } from './checks/check-draft.ts'
import { namedCustomer } from './checks/customer-names.ts'
import { deceivingParts } from './checks/deceiving.ts'
import type { Finding } from './checks/finding.ts'
import { folded } from './checks/plain-text.ts'
import { type Circumstances, type DeskCommand, type DeskRefusal, deskRefusal } from './commands.ts'
import { checkContent } from './content/check-content.ts'
import { completedDraft } from './content/completed.ts'
import { formProblem } from './content/form.ts'
import { claimsInForce, type Desk } from './desk.ts'
import type { Correction, Draft } from './draft.ts'
import type { DeskEvent } from './events.ts'

/** A draft is kept only when nothing speaks against it: what must not be published is not evidence either. */
export function decideDraft(
  desk: Desk,
  { draft: typed, sameMeaning = false }: Extract<DeskCommand, { command: 'draft' }>,
  circumstances: Circumstances,
): readonly DeskEvent[] | DeskRefusal {
  const { draft, problem, findings } = reviewDraft(desk, typed, circumstances)
  if (problem !== undefined) return deskRefusal('bad-form', problem.message, problem.hint)
  const named = namedCustomer(
    [draft.update, draft.topic ?? '', draft.corrects?.why.de ?? '', draft.corrects?.why.en ?? ''],
    circumstances.estate,
  )
  if (findings.length > 0 || named !== undefined) {
    return deskRefusal(
      'bad-text',
      `The text of "${draft.update}" cannot be published: ${findings.length || 1} finding${findings.length === 1 ? '' : 's'}.`,
      named === undefined
        ? 'Mend every finding, then draft again. Nothing was recorded.'
        : `"${named}" is a customer. Nothing was recorded.`,
      findings,
    )
  }
  if (!sameMeaning && changedLanguages(desk, draft) === 1) {
    return deskRefusal(
      'bad-form',
      `Only one language of "${draft.update}" was changed.`,
      'Change the other one too, or say that both still mean the same (--same-meaning).',
    )
  }
  return [{ type: 'update.drafted', ...draft }]
}

/** What review would say of a draft, without recording anything: what it lacks, and all findings. */
export function reviewDraft(
  desk: Desk,
  typed: Draft,
  { estate, now, told, reached }: Circumstances,
): { readonly draft: Draft; readonly problem: Problem | undefined; readonly findings: readonly Finding[] } {
  const draft = completedDraft(desk, typed, { estate, now, reached })
  return {
    draft,
    problem: formProblem(desk, draft, estate, now) ?? correctionProblem(desk, draft.corrects),
    findings: [
      ...checkContent(draft, { desk, estate, now, ...(told !== undefined && { told }) }),
      ...correctionFindings(desk, draft, estate),
    ],
  }
}

/** The reason stands on the page beside the text, and nobody fills its slots: it says no more than a text may. */
export function correctionFindings(desk: Desk, { corrects }: Draft, estate: Estate): readonly Finding[] {
  if (corrects === undefined) return []
  const claims = [...claimsInForce(desk).values()]
  const { was, why } = corrects
  const odd = (['de', 'en'] as const).flatMap((language) => [
    ...deceivingParts(was[language]).map((found) => ({ ...found, language })),
    ...(/[{}]/.test(why[language])
      ? [
          {
            kind: 'open-slot' as const,
            language,
            found: why[language],
            hint: 'Nothing fills a slot in [why]. Say it in the text, and there with {claim:NAME}.',
          },
        ]
      : []),
  ])
  return [...odd, ...checkTexts(why, { case: desk.case, estate, services: desk.services, claims })]
}

interface Problem {
  readonly message: string
  readonly hint: string
}

export function correctionProblem(
  { published }: Desk,
  corrects: Correction | undefined,
): Problem | undefined {
  if (corrects === undefined) return undefined
  const wrong = published.find(({ number }) => number === corrects.number)
  if (wrong === undefined) {
    return { message: `There is no update ${corrects.number}.`, hint: 'Name the number the public sees.' }
  }
  const by = published.find((one) => one.corrects?.number === corrects.number)
  if (by !== undefined) {
    return {
      message: `Update ${corrects.number} is corrected by update ${by.number}.`,
      hint: `Correct update ${by.number} instead.`,
    }
  }
  const isQuoted = (['de', 'en'] as const).every(
    (language) =>
      folded(corrects.was[language]) !== '' &&
      folded(wrong.text[language]).includes(folded(corrects.was[language])),
  )
  if (!isQuoted) {
    return {
      message: `"was" is not a sentence of update ${corrects.number}.`,
      hint: 'Quote the sentence that does not hold, word by word, in both languages.',
    }
  }
  return corrects.why.de.trim() === '' || corrects.why.en.trim() === ''
    ? { message: 'The correction does not say why.', hint: 'Give the reason in both languages.' }
    : undefined
}

/** How many languages changed against the draft before; both for a new one. */
function changedLanguages({ drafts }: Desk, { update, text }: Draft): number {
  const before = drafts.get(update)?.text
  return (['de', 'en'] as const).filter((language) => before?.[language] !== text[language]).length
}
