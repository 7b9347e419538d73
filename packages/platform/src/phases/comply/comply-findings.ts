import { type Clock, clocksOf, directoryFindings } from '../../core/duties/index.ts'
import type { Words } from '../../core/estate/index.ts'
import type { FactBase } from '../../core/facts/index.ts'
import { factSheet } from '../../core/facts/index.ts'
import { type FilingLog, isEnough, standingApprovals } from '../../core/filings/index.ts'
import { momentOf } from './moment.ts'
import { type Contradiction, contradictions, type HandedIn } from './contradictions.ts'
import { viewOf } from './views/index.ts'

export type ComplyRule =
  | 'never-checked'
  | 'outdated'
  | 'account-missing'
  | 'profile-unreviewed'
  | 'profile-old'
  | 'form-outdated'
  | 'submitted-unapproved'
  | 'submitted-unknown'
  | 'recipients'
  | 'overtaken'

export interface ComplyFinding {
  readonly rule: ComplyRule
  /** A duty, an entry of the directory, a field. */
  readonly about: string
  readonly text: Words
}

const year = 365
const halfYear = 183

/**
 * What an auditor would ask about: unprepared portals, old forms, submissions nobody approved, recipients that hold
 * different answers. `handedIn`: the words of what was submitted, as far as they are kept.
 */
export function complyFindings(
  base: FactBase,
  filings: FilingLog,
  handedIn: readonly HandedIn[],
): readonly ComplyFinding[] {
  const { now, clocks: log } = base.known
  const today = now.toISOString().slice(0, 10)
  const clocks = clocksOf(log, momentOf(base))
  const applying = clocks.filter(({ state }) => state.kind !== 'notApplicable')
  return [
    ...profileFindings(base, today),
    ...portalFindings(applying, base, today),
    ...formFindings(applying, today),
    ...submissionFindings(applying, filings),
    ...contradictions(handedIn, factSheet(base, 'own')).map(asFinding),
  ]
}

function profileFindings({ known }: FactBase, today: string): readonly ComplyFinding[] {
  const profile = known.estate?.legal ?? known.clocks.profiles.at(-1) ?? {}
  const { reviewedBy, reviewedAt } = profile
  if (reviewedBy === undefined || reviewedAt === undefined || !/^\d{4}-\d\d-\d\d$/.test(reviewedAt)) {
    return [
      {
        rule: 'profile-unreviewed',
        about: 'legal',
        text: {
          de: 'Niemand hat das Rechtsprofil geprüft (legal.reviewedBy, reviewedAt).',
          en: 'Nobody reviewed the legal profile (legal.reviewedBy, reviewedAt).',
        },
      },
    ]
  }
  if (days(reviewedAt, today) <= year) return []
  return [
    {
      rule: 'profile-old',
      about: 'legal',
      text: {
        de: `Das Rechtsprofil wurde zuletzt am ${reviewedAt} geprüft, vor mehr als einem Jahr.`,
        en: `The legal profile was reviewed on ${reviewedAt}, more than a year ago.`,
      },
    },
  ]
}

function portalFindings(clocks: readonly Clock[], base: FactBase, today: string): readonly ComplyFinding[] {
  const recipients = [...new Set(clocks.map(({ duty }) => duty.recipient))]
  const profile = base.known.estate?.legal ?? base.known.clocks.profiles.at(-1) ?? {}
  return directoryFindings(recipients, profile, today).map(({ rule, entry }) => {
    const { id, name, account, checkedAt = '' } = entry
    const text: Readonly<Record<typeof rule, Words>> = {
      'never-checked': {
        de: `${name.de}: wie die Stelle erreicht wird, hat niemand verglichen.`,
        en: `${name.en}: nobody compared how it is reached.`,
      },
      outdated: {
        de: `${name.de}: zuletzt verglichen am ${checkedAt}, vor mehr als sechs Monaten.`,
        en: `${name.en}: compared on ${checkedAt}, more than six months ago.`,
      },
      'account-missing': {
        de: `${name.de}: kein Zugang eingetragen (${account?.de ?? ''}). Im Bestand legal.accounts um „${id}“ ergänzen, wenn es ihn gibt.`,
        en: `${name.en}: no account on record (${account?.en ?? ''}). Add "${id}" to legal.accounts of the estate once there is one.`,
      },
    }
    return { rule, about: id, text: text[rule] }
  })
}

function formFindings(clocks: readonly Clock[], today: string): readonly ComplyFinding[] {
  const ids = [...new Set(clocks.map(({ duty }) => duty.id))]
  return ids.flatMap((id) => {
    const view = viewOf(id)
    if (view === undefined || days(view.checkedAt, today) <= halfYear) return []
    const text = {
      de: `Das Formular wurde zuletzt am ${view.checkedAt} verglichen.`,
      en: `The form was compared on ${view.checkedAt}.`,
    }
    return [{ rule: 'form-outdated' as const, about: id, text }]
  })
}

/** What went out without the word of those who answer for it, or as words that this program never saw. */
function submissionFindings(clocks: readonly Clock[], filings: FilingLog): readonly ComplyFinding[] {
  return clocks.flatMap(({ duty, tenant, submissions }) => {
    if (viewOf(duty.id) === undefined || duty.approve.length === 0) return []
    const about = tenant === undefined ? duty.id : `${duty.id} ${tenant}`
    return submissions.flatMap(({ payload, metAt }): ComplyFinding[] => {
      if (payload === undefined) {
        const text = {
          de: `Am ${metAt} abgegeben; welcher Wortlaut, ist nicht festgehalten.`,
          en: `Handed in at ${metAt}; which words, was not recorded.`,
        }
        return [{ rule: 'submitted-unknown', about, text }]
      }
      if (isEnough(duty.approve, standingApprovals(filings, payload))) return []
      const text = {
        de: `Am ${metAt} ohne Freigabe durch ${duty.approve.join(' und ')} abgegeben.`,
        en: `Handed in at ${metAt} without approval by ${duty.approve.join(' and ')}.`,
      }
      return [{ rule: 'submitted-unapproved', about, text }]
    })
  })
}

function asFinding({ field, kind, answers }: Contradiction): ComplyFinding {
  const held = answers
    .map(({ recipient, duty, value }) => `${recipient} (${duty}): ${value.slice(0, 80)}`)
    .join('; ')
  const text =
    kind === 'recipients'
      ? {
          de: `Empfänger haben verschiedene Angaben: ${held}`,
          en: `Recipients hold different answers: ${held}`,
        }
      : {
          de: `Gilt nicht mehr, eine Nachmeldung ist fällig: ${held}`,
          en: `No longer holds, a supplement is due: ${held}`,
        }
  return { rule: kind, about: field, text }
}

function days(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days
}
