import type { Estate } from '../../estate/index.ts'
import type { Desk } from '../desk.ts'
import { type Draft, hasTimesOfPublication, isPreApproved } from '../draft.ts'
import { audienceProblem, isForSite } from './audience.ts'
import { skeletonOf } from './skeleton.ts'

/** The longest time without a word while an incident is open. */
const maxPromiseHours = 7 * 24
/** An approval given beforehand is looked at once a year, with a month to do it. */
const maxGoodDays = 400
const ids = /^[a-z0-9][a-z0-9-]{0,63}$/

interface Problem {
  readonly message: string
  readonly hint: string
}

/** What a draft lacks beside its words: name, times, readers, and the lines its kind needs. */
export function formProblem(desk: Desk, draft: Draft, estate: Estate, now: Date): Problem | undefined {
  const { update } = draft
  if (!ids.test(update)) {
    return { message: `"${update}" is no name for an update.`, hint: 'Use small letters, digits and "-".' }
  }
  const said = [...desk.published, ...desk.handedOut].find((one) => one.update === update)
  if (said !== undefined && said.kind !== 'no-news') {
    return {
      message: `"${update}" was published; nothing published is edited.`,
      hint: 'Write a new update under another name; "corrects" says which number it corrects.',
    }
  }
  return (
    audienceProblem(draft) ??
    tenantProblem(draft, estate) ??
    headProblem(draft) ??
    (hasTimesOfPublication(draft) ? hoursProblem(draft, now) : timeProblem(desk, draft, now))
  )
}

function tenantProblem({ audience, tenants }: Draft, estate: Estate): Problem | undefined {
  if (tenants === undefined) return undefined
  if (audience !== 'tenant') {
    return { message: '"tenants" is for texts to tenants.', hint: 'Write "audience: tenant" too.' }
  }
  const foreign = tenants.find((id) => estate.tenants.every((one) => one.id !== id))
  return foreign === undefined
    ? undefined
    : { message: `The estate has no tenant "${foreign}".`, hint: 'Tenants are named by their id.' }
}

const headHints = {
  topic: '"topic: NAME", small letters, digits and "-": a later text on it takes its page.',
  service: '"service: ID", the service that was released.',
  scope: '"scope: all", "subset" or "rework".',
  windows: 'a section [windows] with lines SERVICE FROM TO tentative.',
  reviewBy: '"review-by: TIME", when it is looked at again.',
  page: '"page: https://…", where the site is.',
  goodUntil: '"good-until: TIME", how long the approval is good.',
} as const

function headProblem(draft: Draft): Problem | undefined {
  const missing = skeletonOf(draft.kind).heads.find((head) => draft[head] === undefined)
  if (missing !== undefined) {
    return {
      message: `A text of the kind "${draft.kind}" lacks a line.`,
      hint: `Write ${headHints[missing]}`,
    }
  }
  if (draft.topic !== undefined && !ids.test(draft.topic)) {
    return { message: `"${draft.topic}" is no topic.`, hint: `Write ${headHints.topic}` }
  }
  if (draft.page !== undefined && !isPlainUrl(draft.page)) {
    return { message: `"${draft.page}" is no address of a site.`, hint: `Write ${headHints.page}` }
  }
  return undefined
}

/** https, a host of plain letters, no name, no query: what a stranger may be sent to. */
function isPlainUrl(page: string): boolean {
  const url = URL.parse(page)
  return (
    url?.protocol === 'https:' &&
    url.username === '' &&
    url.search === '' &&
    url.hash === '' &&
    page.length <= 200 &&
    /^https:\/\/[a-z0-9.-]+(?::\d+)?(?:\/[\w./~-]*)?$/i.test(page) &&
    !url.hostname.startsWith('xn--') &&
    !url.hostname.includes('.xn--')
  )
}

function hoursProblem(draft: Draft, now: Date): Problem | undefined {
  const { everyHours, asOf, nextBy, corrects, goodUntil } = draft
  const isFit = everyHours !== undefined && everyHours > 0 && everyHours <= maxPromiseHours
  if (!isFit || corrects !== undefined || asOf !== undefined || nextBy !== undefined) {
    return {
      message: `A text of the kind "${draft.kind}" has "every-hours" from 1 to 168 and no times of its own.`,
      hint: 'Its times are those of its publication.',
    }
  }
  if (!isPreApproved(draft)) return undefined
  const goodMs = Date.parse(goodUntil ?? '')
  return goodMs > now.getTime() && goodMs <= now.getTime() + maxGoodDays * 24 * 3_600_000
    ? undefined
    : {
        message: `"good-until" is past, or more than ${maxGoodDays} days ahead.`,
        hint: 'Have the text read and approved again once a year.',
      }
}

function timeProblem(desk: Desk, draft: Draft, now: Date): Problem | undefined {
  const { asOf = '', nextBy, reviewBy } = draft
  const { promises } = skeletonOf(draft.kind)
  const known = Date.parse(asOf)
  if (Number.isNaN(known) || known > now.getTime()) {
    return {
      message: '"as-of" is missing or in the future.',
      hint: 'Say until when your knowledge reaches, with zone.',
    }
  }
  const latest = desk.published.findLast((one) => one.kind !== 'no-news')
  if (isForSite(draft) && latest !== undefined && known < Date.parse(latest.asOf)) {
    return {
      message: `"as-of" is before that of update ${latest.number}.`,
      hint: 'What is newer to the reader must not be older in knowledge.',
    }
  }
  if (reviewBy !== undefined && Date.parse(reviewBy) <= now.getTime()) {
    return { message: '"review-by" is past.', hint: 'Say when you will look at it again.' }
  }
  if (!isForSite(draft) || promises === 'never') {
    if (nextBy === undefined) return undefined
    return {
      message: '"next-by" is a promise to the public.',
      hint: 'Leave it out; this text is not on the site.',
    }
  }
  const inForce = desk.published.at(-1)?.nextBy
  if (nextBy === undefined && promises === 'may' && inForce !== undefined) {
    return Date.parse(inForce) > now.getTime()
      ? undefined
      : { message: 'The promise of the last update ran out.', hint: 'Promise the next update: "next-by".' }
  }
  const next = Date.parse(nextBy ?? '')
  return !Number.isNaN(next) && next > now.getTime() && next <= now.getTime() + maxPromiseHours * 3_600_000
    ? undefined
    : {
        message: '"next-by" is missing, past, or more than seven days ahead.',
        hint: 'Promise when the next update comes; while the case is open there is always a next one.',
      }
}
