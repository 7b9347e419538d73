import type { Messages, ServiceState } from '../../core/messages/index.ts'
import { html } from './markup.ts'
import type { PublicView } from './public-view.ts'

/** The component words of the widespread Statuspage format; the finer state stands beside it. */
const component: Readonly<Record<ServiceState, string>> = {
  not_affected: 'operational',
  operational: 'operational',
  partial_outage: 'partial_outage',
  restored_pending_release: 'partial_outage',
  verifying: 'under_maintenance',
  restoring: 'major_outage',
  offline_by_plan: 'major_outage',
  major_outage: 'major_outage',
}

/** States and figures for programs. */
export function statusJson(view: PublicView): string {
  return `${JSON.stringify(
    {
      exercise: view.exercise,
      declaredAt: view.declaredAt,
      asOf: view.asOf,
      nextUpdateBy: view.nextBy ?? null,
      components: view.services.map(({ id, name, state, customers }) => ({
        id,
        name,
        status: component[state],
        state,
        customers: customers ?? null,
      })),
      recovery: view.steps,
      files: view.files,
      bytes: view.bytes,
      filesHeld: view.held,
    },
    undefined,
    1,
  )}\n`
}

/** RFC 4287. Ids are stable; the time of the newest update is the feed's. */
export function atomFeed(view: PublicView, words: Messages, caseId: string): string {
  const id = `urn:anlauf:${caseId}:${words.language}`
  const title = `${view.exercise ? `${words.exercise}: ` : ''}${words.siteTitle(view.provider)}`
  return html`<?xml version="1.0" encoding="utf-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${words.language}">
      <title>${title}</title><id>${id}</id><updated>${view.updates[0]?.at ?? view.declaredAt}</updated
      ><author><name>${view.provider}</name></author> ${view.updates
        .slice(0, 20)
        .map(
          (update) =>
            html`<entry
              ><title>${words.update} ${update.at}</title><id>${id}:${update.update}</id
              ><updated>${update.at}</updated
              ><content type="text">${update.text[words.language]}</content></entry
            > `,
        )}</feed
    > `.text
}
