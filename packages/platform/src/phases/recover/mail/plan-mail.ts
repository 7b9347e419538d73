import type { LeftOut, PlanItem, ReasonCode, UnitPlan } from '../plan.ts'
import { findMailboxes, type MailboxFile, roleOf } from './mailbox-files.ts'
import { parseMessageName } from './message-name.ts'

/** The newest version of a name is better than an older one, and that better than one that was gone already. */
const preference: Partial<Record<ReasonCode, number>> = { restoredDeletedInWindow: 2, olderBecauseUnknown: 1 }

/**
 * What a plan must know of Maildirs: a mail that is in the plan under several names, because somebody read it or moved
 * it from `new` to `cur` meanwhile, is restored once; and the server's indexes are left out, because beside mails of
 * different nights they claim what is not there. `timeOf` is the time of a snapshot. Everything else stays as it is.
 */
export function planMail(plan: UnitPlan, timeOf: (snapshot: string) => bigint): UnitPlan {
  const roles = rolesOf(plan.items)
  if (roles.size === 0) return plan
  const best = bestNames(plan.items, roles, timeOf)
  const leftOut: LeftOut[] = []
  const items = plan.items.filter((item) => {
    const why = whyNot(item, roles.get(item), best)
    if (why !== undefined) {
      leftOut.push({ host: item.host, path: item.path, reason: 'notNeeded', why })
    }
    return why === undefined
  })
  return leftOut.length === 0 ? plan : { ...plan, items, leftOut: [...plan.leftOut, ...leftOut] }
}

/** What every planned file of a Maildir is there; each machine has its own. */
export function rolesOf(items: readonly PlanItem[]): ReadonlyMap<PlanItem, MailboxFile> {
  const roles = new Map<PlanItem, MailboxFile>()
  const files = items.filter(({ type }) => type === 'file')
  for (const ofHost of Map.groupBy(files, ({ host }) => host).values()) {
    const mailboxes = findMailboxes(ofHost.map(({ path }) => path))
    if (mailboxes.size === 0) continue
    for (const item of ofHost) {
      const role = roleOf(mailboxes, item.path)
      if (role !== undefined) roles.set(item, role)
    }
  }
  return roles
}

function whyNot(
  item: PlanItem,
  file: MailboxFile | undefined,
  best: ReadonlyMap<string, PlanItem>,
): string | undefined {
  if (file?.role === 'derived') return 'the mail server makes it anew from the mails and the list of UIDs'
  if (file?.role !== 'message') return undefined
  const chosen = best.get(mailKey(item, file))
  return chosen === undefined || chosen === item
    ? undefined
    : `the same mail is restored under the name that it has in snapshot ${chosen.snapshot.slice(0, 8)}`
}

function bestNames(
  items: readonly PlanItem[],
  roles: ReadonlyMap<PlanItem, MailboxFile>,
  timeOf: (snapshot: string) => bigint,
): ReadonlyMap<string, PlanItem> {
  const best = new Map<string, PlanItem>()
  for (const item of items) {
    const file = roles.get(item)
    if (file?.role !== 'message') continue
    const key = mailKey(item, file)
    const known = best.get(key)
    if (known === undefined || isBetter(item, known, timeOf)) best.set(key, item)
  }
  return best
}

/** A mail's content never changes: a size other than its name promises counts first, then age, then the name. */
function isBetter(item: PlanItem, known: PlanItem, timeOf: (snapshot: string) => bigint): boolean {
  const ranks = [item, known].map((one) => [
    hasPromisedSize(one) ? 0 : 1,
    -timeOf(one.snapshot),
    preference[one.reason] ?? 0,
    one.path.includes('/cur/') ? 0 : 1,
  ])
  for (const [place, rank] of (ranks[0] ?? []).entries()) {
    const other = ranks[1]?.[place] ?? rank
    if (rank !== other) return rank < other
  }
  return item.path < known.path
}

function hasPromisedSize({ path, size }: PlanItem): boolean {
  const promised = parseMessageName(path.slice(path.lastIndexOf('/') + 1))?.size
  return promised === undefined || promised === size
}

function mailKey({ host }: PlanItem, { mailbox, name }: MailboxFile): string {
  return `${host}\0${mailbox}\0${parseMessageName(name)?.base ?? name}`
}
