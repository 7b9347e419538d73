import type { Messages, ServiceState } from '../../core/messages/index.ts'
import type { PublicService, StepCount } from '../../core/updates/index.ts'
import { notices } from './content/notices.ts'
import { type Markup, markup } from './markup.ts'
import type { PageContext } from './page-context.ts'
import { promises } from './promises.ts'
import type { PublicView } from './public-view.ts'
import { updateCard, updateList } from './update-pages.ts'

/** Updates on the overview; all of them have their own list. */
const updatesOnOverview = 5

/** What is affected, what comes next and when, what to do, how far it is. */
export function overview(context: PageContext): Markup {
  const { view, words, links } = context
  const [latest, ...before] = view.updates.filter(({ correctedBy }) => correctedBy === undefined).toReversed()
  const earlier = before.filter(({ isQuiet }) => !isQuiet)
  return markup`<h1>${headline(view, words)}</h1>
<p class="lead">${lead(view, words)}</p>
${promises(context)}
${latest === undefined ? '' : markup`<h2>${words.latestUpdate}</h2>\n<div class="card">${updateCard(context, latest)}</div>\n`}${notices(context)}<h2>${words.services}</h2>
<ul class="rows card">
${view.services.map(
  (service) =>
    markup`<li class="service"><a href="${links.service(service.id)}">${service.name[words.language]}</a> ${stateText(service, words)}</li>\n`,
)}</ul>
<h2>${words.advice}</h2>
<ul class="advice">
${words.adviceFor(view.stage).map((advice) => markup`<li>${advice}</li>\n`)}</ul>
<h2>${words.recovery}</h2>
<p class="note">${words.recoveryNote}</p>
${stepList(view.steps, words)}
${figures(view, words)}
${latest === undefined ? markup`<h2>${words.updates}</h2>\n<p>${words.noUpdates}</p>` : ''}${
    before.length === 0
      ? ''
      : markup`<h2>${words.earlierUpdates}</h2>
${earlier.length === 0 ? '' : updateList(context, earlier.slice(0, updatesOnOverview - 1))}
<p><a href="${links.allUpdates}">${words.allUpdates}</a></p>`
  }`
}

/** The state in words with a mark whose shape differs too: colour is never the only sign. */
export function stateText(service: PublicService, words: Messages): Markup {
  const { customers, state, isFoundation } = service
  const notes = [
    isFoundation ? words.foundation : '',
    customers === undefined || customers.released === 0 || state === 'operational' || isFoundation
      ? ''
      : words.customersBack(customers.released, customers.total),
  ].filter((note) => note !== '')
  return markup`<span class="state ${tone[state]}">${words.states[state]}</span>${notes.map((note) => markup` <span class="note">${note}</span>`)}`
}

/** Steps with counts and bars. */
export function stepList(steps: readonly StepCount[], words: Messages): Markup {
  return markup`<ol class="rows card">
${steps.map(
  ({ step, done, total }) =>
    markup`<li class="step"><span>${words.steps[step]}</span> <span>${words.ofCustomers(done, total)}</span> ${bar(done, total)}</li>\n`,
)}</ol>`
}

function headline(view: PublicView, words: Messages): string {
  return view.closed && view.stage !== 'allReleased' ? words.closedHeadline : words.headline[view.stage]
}

function lead({ stage, closed, isolatedAt }: PublicView, words: Messages): string {
  if (stage === 'allReleased') return `${words.attacked} ${words.stageLead[stage]}`
  if (closed) return `${words.attacked} ${words.closedUnreleased}`
  return `${words.attacked} ${words.cutOff(isolatedAt !== undefined)} ${words.stageLead[stage]}`
}

/** How a state is shown: shape and colour. */
export const tone: Readonly<Record<ServiceState, 'good' | 'wait' | 'bad' | 'none'>> = {
  not_affected: 'none',
  operational: 'good',
  partial_outage: 'wait',
  restored_pending_release: 'wait',
  verifying: 'wait',
  restoring: 'wait',
  offline_by_plan: 'bad',
  major_outage: 'bad',
  degraded_performance: 'wait',
  workaround: 'wait',
  available_rework: 'wait',
  isolated_running: 'bad',
  under_maintenance: 'wait',
  unknown: 'none',
}

/** Widths come as attributes of an SVG: a style attribute would need a hole in the policy. */
function bar(done: number, total: number): Markup {
  const share = total === 0 ? 0 : Math.floor((done / total) * 100)
  return markup`<svg class="bar" aria-hidden="true" width="100%" height="8"><rect width="${share}%" height="8" fill="currentColor"/></svg>`
}

function figures(view: PublicView, words: Messages): Markup {
  const sentences = [
    view.files > 0 ? words.filesRestored(view.files, size(view.bytes, words)) : '',
    view.held > 0 ? words.filesHeld(view.held) : '',
    view.lost > 0 ? words.filesLost(view.lost) : '',
  ].filter((sentence) => sentence !== '')
  return sentences.length === 0 ? markup`` : markup`<p>${sentences.join(' ')}</p>`
}

function size(bytes: number, words: Messages): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  const power = Math.max(0, Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1))
  const unit = units[power] ?? 'byte'
  const format = {
    style: 'unit',
    unit,
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  } as const
  return new Intl.NumberFormat(words.locale, format).format(bytes / 1000 ** power)
}
