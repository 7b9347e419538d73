import type { Estate } from '../../core/estate/index.ts'
import type { Entry } from '../../core/evidence/index.ts'
import {
  checkTexts,
  claimsInForce,
  correctionTasks,
  type Desk,
  initialDesk,
  namedCustomer,
  type Published,
  withEntry,
} from '../../core/updates/index.ts'

/** What an outsider finds who reads the log from its first line, with the rules but without the players. */
export interface Audit {
  readonly firstWordAt: string | undefined
  readonly updates: number
  readonly languages: number
  readonly longestGapHours: number
  /** Promises that ran out before the next word came. */
  readonly latePromises: readonly number[]
  /** Updates whose typed words contradict, or go beyond, what the register said at that moment. */
  readonly contradictions: readonly number[]
  readonly namedCustomers: readonly number[]
  /** Updates that said what later did not hold, how long it stood uncorrected, and what still does. */
  readonly corrected: readonly { readonly number: number; readonly hours: number }[]
  readonly openCorrections: number
  /** Publications without two genuine approvals. */
  readonly unproven: number
  readonly closed: boolean
}

/** Folds the log once more, publication by publication. Pure; nothing of the play is believed. */
export function auditWord(entries: readonly Entry[], caseId: string, estate: Estate): Audit {
  let desk = initialDesk(caseId)
  const contradictions: number[] = []
  const namedCustomers: number[] = []
  const openSince = new Map<number, string>()
  const corrected: { number: number; hours: number }[] = []
  for (const entry of entries) {
    const before = desk.published.length
    desk = withEntry(desk, entry)
    const fresh = desk.published.length > before ? desk.published.at(-1) : undefined
    if (fresh !== undefined) {
      if (goesBeyond(desk, estate)) contradictions.push(fresh.number)
      if (namedCustomer([fresh.text.de, fresh.text.en], estate) !== undefined)
        namedCustomers.push(fresh.number)
    }
    const open = new Set(correctionTasks(desk).map(({ number }) => number))
    for (const number of open) if (!openSince.has(number)) openSince.set(number, entry.at)
    for (const [number, since] of openSince) {
      if (open.has(number)) continue
      openSince.delete(number)
      corrected.push({ number, hours: hoursBetween(since, entry.at) })
    }
  }
  const { published } = desk
  const closedAt = desk.case.status === 'closed' ? entries.at(-1)?.at : undefined
  const ends = published.map((_, place) => published[place + 1]?.at ?? closedAt)
  return {
    firstWordAt: published[0]?.at,
    updates: published.length,
    languages: published.every(({ text }) => text.de !== '' && text.en !== '') ? 2 : 1,
    longestGapHours: Math.max(0, ...published.map(({ at }, place) => hoursBetween(at, ends[place] ?? at))),
    latePromises: published
      .filter(({ nextBy }, place) => (ends[place] ?? '') > nextBy)
      .map(({ number }) => number),
    contradictions,
    namedCustomers,
    corrected,
    openCorrections: correctionTasks(desk).length,
    unproven: desk.unproven,
    closed: closedAt !== undefined,
  }
}

/** Kinds that speak of passwords by their nature: what attackers ask for, how a new one comes. */
const speakOfPasswords: ReadonlySet<Published['kind']> = new Set(['advisory', 'credentials', 'call-script'])

/** What stands in the newest update besides the register's own sentences says something about a class of claims. */
function goesBeyond(desk: Desk, estate: Estate): boolean {
  const update = desk.published.at(-1)
  if (update === undefined) return false
  const claims = [...claimsInForce(desk).values()]
  const typed = (language: 'de' | 'en'): string =>
    withoutHeadings(
      claims.reduce((text, { wording }) => text.replaceAll(wording[language], '\n'), update.text[language]),
    )
  const known = { case: desk.case, estate, services: desk.services, claims }
  const findings = checkTexts({ de: typed('de'), en: typed('en') }, known, {
    maxLength: Number.MAX_SAFE_INTEGER,
    mayTouch: speakOfPasswords.has(update.kind) ? ['credentials'] : [],
    hasQuestions: update.kind === 'faq',
    mayDefang: true,
    neverDates: false,
  })
  const said = update.claims.every(
    ({ claim, state }) => claims.find((one) => one.claim === claim)?.state === state,
  )
  return !said || findings.some(({ kind }) => kind === 'contradicts-claim' || kind === 'claim-not-registered')
}

/** A heading, which kinds with parts have above each, asserts nothing: a line of its own without a stop at its end. */
function withoutHeadings(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.trim() === '' || /[.!?…:;,)"“]\s*$/.test(line) || line.length > 60)
    .join('\n')
}

function hoursBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 3_600_000
}
