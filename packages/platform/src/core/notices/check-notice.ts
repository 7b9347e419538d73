import type { CaseState } from '../case/index.ts'
import type { Estate } from '../estate/index.ts'
import { dutyNamed, emptyClockLog } from '../duties/index.ts'
import { addressesIn, namedCustomer } from '../updates/index.ts'
import { longestSubject } from '../deliveries/index.ts'
import { composeNotice } from './compose-notice.ts'
import type { Notice } from './notice.ts'

export interface NoticeFinding {
  readonly place: string
  readonly message: string
}

const slots = ['{tenant}', '{number}', '{services}', '{own}'] as const

/** Everything that speaks against a notice; empty when nothing does. Pure. */
export function checkNotice(
  notice: Notice,
  estate: Estate,
  state: Pick<CaseState, 'id' | 'units' | 'services' | 'systems'>,
): readonly NoticeFinding[] {
  return [
    ...formProblems(notice, estate, state),
    ...(['de', 'en'] as const).flatMap((language) => [
      ...commonText(notice.subject[language], `subject ${language}`, estate),
      ...commonText(notice.text[language], language, estate),
      ...(/[\r\n]/.test(notice.subject[language]) || notice.subject[language].length > 120
        ? [{ place: `subject ${language}`, message: 'A subject is one line of at most 120 characters.' }]
        : []),
    ]),
    ...slotProblems(notice),
    ...filledSubjects(notice, estate, state),
    ...Object.entries(notice.own ?? {}).flatMap(([tenant, words]) =>
      (['de', 'en'] as const).flatMap((language) => ownText(tenant, words[language], language, estate)),
    ),
  ]
}

function formProblems(
  { notice, duty, tenants, ackHours, own = {} }: Notice,
  estate: Estate,
  { units }: Pick<CaseState, 'units'>,
): readonly NoticeFinding[] {
  const known = new Set(estate.tenants.map(({ id }) => id))
  const missing = tenants.filter((id) => !known.has(id))
  const foreign = tenants.filter((id) => known.has(id) && !units.has(id))
  return [
    ...(/^[a-z0-9][a-z0-9-]{0,63}$/.test(notice)
      ? []
      : [{ place: 'name', message: 'A notice is named in small letters, digits and "-".' }]),
    ...(tenants.length === 0 ? [{ place: 'tenants', message: 'It goes to nobody.' }] : []),
    ...(missing.length === 0
      ? []
      : [{ place: 'tenants', message: `Not in the estate: ${missing.slice(0, 5).join(', ')}.` }]),
    ...(foreign.length === 0
      ? []
      : [
          {
            place: 'tenants',
            message: `Not in this case: ${foreign.slice(0, 5).join(', ')}. Extend the case first.`,
          },
        ]),
    ...(Number.isFinite(ackHours) && ackHours >= 1 && ackHours <= 48
      ? []
      : [{ place: 'ack-hours', message: 'Give 1 to 48 hours.' }]),
    ...(duty === undefined || isTenantDuty(duty)
      ? []
      : [
          {
            place: 'duty',
            message: `"${duty}" is no duty towards each tenant; see "anlauf clocks list --all".`,
          },
        ]),
    ...Object.keys(own)
      .filter((tenant) => !tenants.includes(tenant))
      .map((tenant) => ({ place: `own ${tenant}`, message: 'This tenant is not among the recipients.' })),
  ]
}

function isTenantDuty(id: string): boolean {
  if (id.startsWith('contract-')) return true
  try {
    return dutyNamed(emptyClockLog(''), id).per === 'tenant'
  } catch {
    return false
  }
}

/** What all of them read names none of them, and no person. */
function commonText(text: string, place: string, estate: Estate): readonly NoticeFinding[] {
  const named = namedCustomer([withoutSlots(text)], estate)
  return [
    ...plainProblems(text, place),
    ...(named === undefined
      ? []
      : [{ place, message: `"${named}" is a customer; use {tenant}, or a text of their own.` }]),
    ...linkProblems(withoutSlots(text), place, estate),
  ]
}

/**
 * A notice asks people in alarm to act: what they can press, write to or dial is a public contact of the house, or spoilt
 * so that no program makes a link of it.
 */
function linkProblems(
  text: string,
  place: string,
  estate: Estate,
  own: readonly string[] = [],
): readonly NoticeFinding[] {
  return addressesIn(text, estate, { mayDefang: true })
    .filter(({ found }) => !isOwn(found, own))
    .map(({ found, hint }) => ({ place, message: `"${found}": ${hint}` }))
}

/** What is the customer's own, whole: a stranger's domain that holds its name is none. */
function isOwn(found: string, own: readonly string[]): boolean {
  const [place = ''] = found.replace(/^https?:\/\//i, '').split(/[/?#\\]/)
  const host = place
    .slice(place.lastIndexOf('@') + 1)
    .replace(/[.,;:!)]+$|:\d+$/, '')
    .toLowerCase()
  return own.some((term) => {
    const one = term.toLowerCase()
    return found.toLowerCase() === one || host === one || (one.includes('.') && host.endsWith(`.${one}`))
  })
}

function plainProblems(text: string, place: string): readonly NoticeFinding[] {
  return [
    ...(text.trim() === '' ? [{ place, message: 'It is empty; both languages are signed together.' }] : []),
    ...(text.length > 20_000 ? [{ place, message: 'It is longer than 20,000 characters.' }] : []),
    ...(/[\p{Bidi_Control}\p{Cf}]|(?![\n\t])\p{Cc}/u.test(text)
      ? [{ place, message: 'It holds characters that nobody sees; type the word anew.' }]
      : []),
    ...(/<[a-z!/][^>\n]{0,200}>/i.test(text)
      ? [{ place, message: 'It holds markup; notices are plain text.' }]
      : []),
  ]
}

function slotProblems({ subject, text, own = {}, tenants }: Notice): readonly NoticeFinding[] {
  const used = (language: 'de' | 'en'): readonly string[] => slotsIn(text[language])
  const unknown = [...used('de'), ...used('en')].filter((slot) => slots.every((one) => one !== slot))
  // Nothing fills these: they would go out as they stand.
  const left = [
    ...(['de', 'en'] as const).map((language) => ({
      place: `subject ${language}`,
      text: subject[language],
      known: slots.filter((slot) => slot !== '{own}'),
    })),
    ...Object.entries(own).flatMap(([tenant, words]) =>
      (['de', 'en'] as const).map((language) => ({
        place: `own ${tenant} ${language}`,
        text: words[language],
        known: [],
      })),
    ),
  ]
  const differs = used('de').toSorted().join() !== used('en').toSorted().join()
  const lacksOwn = used('de').includes('{own}') ? tenants.filter((tenant) => !Object.hasOwn(own, tenant)) : []
  return [
    ...unknown.map((slot) => ({ place: 'text', message: `${slot} is no slot; known: ${slots.join(', ')}.` })),
    ...left.flatMap((one) =>
      slotsIn(one.text)
        .filter((slot) => one.known.every((known) => known !== slot))
        .map((slot) => ({
          place: one.place,
          message: `${slot} would be read as it stands; ${one.known.length === 0 ? 'write it out' : `here only ${one.known.join(', ')} are filled`}.`,
        })),
    ),
    ...(differs ? [{ place: 'text', message: 'Both languages have to use the same slots.' }] : []),
    ...(lacksOwn.length === 0
      ? []
      : [{ place: 'text', message: `No text of their own for ${lacksOwn.slice(0, 5).join(', ')}.` }]),
    ...(Object.keys(own).length > 0 && !used('de').includes('{own}')
      ? [{ place: 'text', message: 'There are texts of their own, but {own} stands nowhere.' }]
      : []),
  ]
}

function slotsIn(text: string): readonly string[] {
  return [...text.matchAll(/\{[^{}\n]{0,40}\}/g)].map(([slot]) => slot)
}

/** What no mail takes would stop the mails of all once the notice counts as sent. */
function filledSubjects(
  notice: Notice,
  estate: Estate,
  state: Pick<CaseState, 'id' | 'services' | 'systems'>,
): readonly NoticeFinding[] {
  const known = new Set(estate.tenants.map(({ id }) => id))
  return (['de', 'en'] as const).flatMap((language) => {
    if (!notice.subject[language].includes('{')) return []
    const long = notice.tenants.filter(
      (tenant) =>
        known.has(tenant) &&
        composeNotice(notice, { tenant, language }, { estate, state }).subject.length > longestSubject,
    )
    return long.length === 0
      ? []
      : [
          {
            place: `subject ${language}`,
            message: `Filled for ${long.slice(0, 5).join(', ')} it is longer than ${longestSubject} characters.`,
          },
        ]
  })
}

/** A customer's text names that customer only. */
function ownText(tenant: string, text: string, language: string, estate: Estate): readonly NoticeFinding[] {
  const place = `own ${tenant} ${language}`
  const self = estate.tenants.find(({ id }) => id === tenant)
  const terms = [
    self?.name ?? '',
    self?.slug ?? '',
    self?.number ?? '',
    ...(self?.subscriptions.flatMap(({ domain }) => domain ?? []) ?? []),
  ].filter((term) => term !== '')
  const rest = terms
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, term) => left.replaceAll(new RegExp(RegExp.escape(term), 'giu'), ' '), text)
  // Without the own name its people are found; a short one can be a part of another customer's, so the whole text as well.
  const named = namedCustomer([text], estate, { reader: tenant }) ?? namedCustomer([rest], estate)
  return [
    ...plainProblems(text, place),
    ...(named === undefined
      ? []
      : [{ place, message: `"${named}" is another customer, or a person; neither belongs here.` }]),
    ...linkProblems(text, place, estate, terms),
  ]
}

function withoutSlots(text: string): string {
  return slots.reduce((left, slot) => left.replaceAll(slot, ' '), text)
}
