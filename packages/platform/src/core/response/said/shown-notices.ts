import type { ShownAs } from '../../messages/index.ts'
import type { NoticeState, RecipientState } from '../../notices/index.ts'
import { statementRoles } from '../../statements/index.ts'
import { hasPair } from '../../updates/index.ts'
import { names } from './happenings.ts'
import { recipientsOf } from './recipients-of.ts'
import type { LogPlace } from '../log-place.ts'
import type { Said } from './said.ts'
import type { Shown, ShownBy } from './shown.ts'

/** Which notices a stage means: by the name of its template, or by a duty that is its own. */
export interface Meant {
  readonly template: string
  readonly duties: readonly string[]
}

/** Notices that went out and carry the template's name (`call-script`, `credential-notice-2`) or one of the duties. */
export function noticesMeant({ notices }: Said, { template, duties }: Meant): readonly NoticeState[] {
  return [...notices.notices.values()].filter(
    ({ notice, duty, sentAt }) =>
      sentAt !== undefined &&
      (notice === template || notice.startsWith(`${template}-`) || duties.some((one) => one === duty)),
  )
}

/**
 * That a tenant was told: the relay of somebody's mail took the notice, somebody proved to have it, or two people's
 * statement went to the post. Whoever only stands on the call list was not told.
 */
export function shownTold(said: Said, meant: Meant, tenant: string): Shown {
  const sent = noticesMeant(said, meant).flatMap((notice) =>
    recipientsOf(notice, tenant).flatMap((one) => toldBy(said, notice.notice, one)),
  )
  const posted = meant.template === 'tenant-statement' ? postedTo(said, tenant) : []
  return found(tenant, [...sent, ...posted])
}

/** That somebody of a tenant proved to have one of the notices; `since` leaves out those that went out before. */
export function shownReceived(
  said: Said,
  notices: readonly NoticeState[],
  tenant: string,
  since = '',
): Shown {
  const receipts = notices
    .filter(({ sentAt = '' }) => Date.parse(sentAt) >= (since === '' ? 0 : Date.parse(since)))
    .flatMap((notice) =>
      recipientsOf(notice, tenant)
        .filter(({ receipt }) => receipt !== undefined)
        .flatMap(({ recipient }) =>
          shownAt(said, names.received(notice.notice, recipient), 'received', names.sent(notice.notice)),
        ),
    )
  return found(tenant, receipts)
}

/** That a tenant was written to, and that nobody of it has to be called. */
export function shownCalled(said: Said, tenant: string): Shown {
  const all = [...said.notices.notices.values()].flatMap((notice) =>
    recipientsOf(notice, tenant).map((one) => ({ notice: notice.notice, one })),
  )
  if (all.some(({ one }) => one.call !== undefined && one.receipt === undefined)) {
    return { open: [tenant], by: [], signed: [] }
  }
  return found(
    tenant,
    all.flatMap(({ notice, one }) => toldBy(said, notice, one)),
  )
}

interface Found {
  readonly by: ShownBy
  readonly signers: Shown['signed'][number]
}

function found(tenant: string, all: readonly Found[]): Shown {
  const [first] = all.toSorted((a, b) => a.by.seq - b.by.seq)
  if (first === undefined) return { open: [tenant], by: [], signed: [] }
  return { open: [], by: [first.by], signed: [first.signers] }
}

function toldBy(said: Said, notice: string, one: RecipientState): readonly Found[] {
  const { recipient, receipt, mail } = one
  const sent = names.sent(notice)
  if (receipt !== undefined) return shownAt(said, names.received(notice, recipient), 'received', sent)
  const isTaken = mail !== undefined && (mail.state === 'accepted' || mail.state === 'delivered')
  return isTaken ? shownAt(said, names.mailed(notice, recipient), 'mailed', sent) : []
}

/** The present revision counts: a newer one that still waits is not what the tenant has. */
function postedTo(said: Said, tenant: string): readonly Found[] {
  const last = said.statements.statements
    .get(tenant)
    ?.toSorted((a, b) => a.revision - b.revision)
    .at(-1)
  if (last?.posted === undefined && last?.delivered === undefined) return []
  const name = names.posted(tenant, last.revision)
  const signers = said.signers.get(name) ?? []
  if (!hasPair(signers, statementRoles.law, statementRoles.findings)) return []
  return shownAt(said, name, 'posted', name)
}

function shownAt(said: Said, name: string, fact: ShownAs, signedAs: string): readonly Found[] {
  const place: LogPlace | undefined = said.places.get(name)
  return place === undefined ? [] : [{ by: { fact, ...place }, signers: said.signers.get(signedAs) ?? [] }]
}
