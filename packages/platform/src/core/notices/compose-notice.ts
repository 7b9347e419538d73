import type { CaseState } from '../case/index.ts'
import type { Estate } from '../estate/index.ts'
import { noticeWords } from '../messages/index.ts'
import type { Notice } from './notice.ts'
import { hitServices, type PlannedRecipient } from './plan-recipients.ts'

/**
 * The words that one recipient reads: the notice in their language, filled for their company, with the link that
 * confirms it. `link` is absent where nothing outside the house can take the answer. Pure.
 */
export function composeNotice(
  notice: Notice,
  { tenant: id, language }: Pick<PlannedRecipient, 'tenant' | 'language'>,
  {
    estate,
    state,
    link,
  }: {
    readonly estate: Estate
    readonly state: Pick<CaseState, 'id' | 'services' | 'systems'>
    readonly link?: string
  },
): { readonly subject: string; readonly text: string } {
  const words = noticeWords[language]
  const tenant = estate.tenants.find((one) => one.id === id)
  // A customer must not read that a service is hit which is not.
  const hit = hitServices(estate, state)
  const offerings = new Set(tenant?.subscriptions.map(({ offering }) => offering) ?? [])
  const services = estate.services
    .filter(({ id: service, offering = '' }) => offerings.has(offering) && hit.has(service))
    .map(({ name }) => name[language])
  const slots: Readonly<Record<string, string>> = {
    '{tenant}': tenant?.name ?? id,
    '{number}': tenant?.number ?? '–',
    '{services}': services.join(', ') || '–',
    '{own}': notice.own?.[id]?.[language] ?? '',
  }
  const fill = (text: string): string =>
    text.replaceAll(/\{(?:tenant|number|services|own)\}/g, (slot) => slots[slot] ?? slot)
  const parts = [
    fill(notice.text[language]).trim(),
    link === undefined ? words.confirmByPhone : words.confirmByLink(link),
    words.footer(estate.provider.name, `${state.id}/${notice.notice}`),
  ]
  return {
    subject: fill(notice.subject[language]).replaceAll(/\s+/g, ' ').trim(),
    text: `${parts.join('\n\n')}\n`,
  }
}
