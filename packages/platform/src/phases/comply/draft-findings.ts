import type { Estate } from '../../core/estate/index.ts'
import { namedCustomer } from '../../core/updates/index.ts'
import { type Draft, type DraftItem, itemsIn } from './draft.ts'

export type DraftProblem =
  | 'names-customer'
  | 'key-revoked'
  | 'view-outdated'
  | 'live-link'
  | 'minimising'
  | 'not-translated'
  | 'unverified'
  | 'low-confidence'

export interface DraftFinding {
  readonly problem: DraftProblem
  readonly key: string
  readonly detail: string
}

/** Nobody approves a draft with one of these, whatever the reason. */
export const blocking: readonly DraftProblem[] = ['names-customer']

/** Forms of portals change; after half a year somebody looks again. */
const viewAgeDays = 183

const minimising =
  /\b(?:lediglich|bloß|kein grund zur (?:sorge|beunruhigung)|vorsorglich|rein vorsorglich|merely|no (?:need|reason) (?:to|for) (?:worry|concern)|as a precaution|purely precautionary|abundance of caution)\b/i
const liveLink = /\b(?:https?|ftp|hxxps?):\/\/\S+|\bwww\.\S+/i

/** What people should look at before they sign, beside what is missing. */
export function draftFindings(draft: Draft, estate: Estate | undefined, now: Date): readonly DraftFinding[] {
  const findings: DraftFinding[] = []
  const ageDays = (now.getTime() - Date.parse(`${draft.checkedAt}T00:00:00Z`)) / 86_400_000
  if (ageDays > viewAgeDays) findings.push({ problem: 'view-outdated', key: '', detail: draft.checkedAt })
  for (const item of itemsIn(draft)) findings.push(...itemFindings(item, draft, estate))
  return findings
}

function itemFindings(item: DraftItem, draft: Draft, estate: Estate | undefined): readonly DraftFinding[] {
  const { key, value } = item
  if (value === undefined) return []
  const found: DraftFinding[] = []
  const add = (problem: DraftProblem, detail: string): void => void found.push({ problem, key, detail })
  const customer = estate === undefined ? undefined : namedCustomer([value], estate, { reader: draft.tenant })
  if (customer !== undefined) add('names-customer', customer)
  if (item.isKeyRevoked) add('key-revoked', item.field ?? key)
  if (item.isForeign) add('not-translated', item.field ?? key)
  if (item.confidence === 'low' && !item.isEstimate) add('low-confidence', item.field ?? key)
  if (item.basis === 'unverified' && item.need === 'required') add('unverified', item.field ?? key)
  const link = liveLink.exec(value)?.[0]
  if (link !== undefined && item.field !== 'contact.public') add('live-link', link.slice(0, 60))
  if (draft.form === 'letter') {
    const soft = minimising.exec(value)?.[0]
    if (soft !== undefined) add('minimising', soft)
  }
  return found
}
