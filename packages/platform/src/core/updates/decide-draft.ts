import { checkTexts } from './checks/check-draft.ts'
import { namedCustomer } from './checks/customer-names.ts'
import { folded } from './checks/plain-text.ts'
import { type Circumstances, type DeskCommand, type DeskRefusal, deskRefusal } from './commands.ts'
import { claimsInForce, type Desk } from './desk.ts'
import type { Correction, Draft } from './draft.ts'
import type { DeskEvent } from './events.ts'

/** The longest time without a word while an incident is open. */
const maxPromiseHours = 7 * 24
const ids = /^[a-z0-9][a-z0-9-]{0,63}$/

/** A draft is kept only when nothing speaks against it: what must not be published is not evidence either. */
export function decideDraft(
  desk: Desk,
  { draft, sameMeaning = false }: Extract<DeskCommand, { command: 'draft' }>,
  { estate, now }: Circumstances,
): readonly DeskEvent[] | DeskRefusal {
  const form = formProblem(desk, draft, now) ?? correctionProblem(desk, draft.corrects)
  if (form !== undefined) return deskRefusal('bad-form', form.message, form.hint)
  const claims = [...claimsInForce(desk).values()]
  const findings = checkTexts(draft.text, { case: desk.case, estate, services: desk.services, claims })
  const named = namedCustomer(
    [draft.update, draft.corrects?.why.de ?? '', draft.corrects?.why.en ?? ''],
    estate,
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

interface Problem {
  readonly message: string
  readonly hint: string
}

function formProblem(desk: Desk, draft: Draft, now: Date): Problem | undefined {
  const { update, kind, asOf = '', nextBy = '', everyHours, corrects } = draft
  if (!ids.test(update)) {
    return { message: `"${update}" is no name for an update.`, hint: 'Use small letters, digits and "-".' }
  }
  if (desk.published.some((one) => one.update === update && one.kind === 'news')) {
    return {
      message: `"${update}" was published; nothing published is edited.`,
      hint: 'Write a new update under another name; "corrects" says which number it corrects.',
    }
  }
  if (kind === 'no-news') {
    const isFit = everyHours !== undefined && everyHours > 0 && everyHours <= maxPromiseHours
    if (isFit && corrects === undefined && asOf === '' && nextBy === '') return undefined
    return {
      message: 'A "no news" text has "every-hours" from 1 to 168 and no times of its own.',
      hint: 'Its times are those of its publication.',
    }
  }
  const [known, next] = [Date.parse(asOf), Date.parse(nextBy)]
  if (Number.isNaN(known) || known > now.getTime()) {
    return {
      message: '"as-of" is missing or in the future.',
      hint: 'Say until when your knowledge reaches, with zone.',
    }
  }
  const latest = desk.published.findLast((one) => one.kind === 'news')
  if (latest !== undefined && known < Date.parse(latest.asOf)) {
    return {
      message: `"as-of" is before that of update ${latest.number}.`,
      hint: 'What is newer to the reader must not be older in knowledge.',
    }
  }
  if (Number.isNaN(next) || next <= now.getTime() || next > now.getTime() + maxPromiseHours * 3_600_000) {
    return {
      message: '"next-by" is missing, past, or more than seven days ahead.',
      hint: 'Promise when the next update comes; while the case is open there is always a next one.',
    }
  }
  return undefined
}

function correctionProblem({ published }: Desk, corrects: Correction | undefined): Problem | undefined {
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
