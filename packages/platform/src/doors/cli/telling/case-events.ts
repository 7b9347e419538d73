import { type Messages, messages } from '../../../core/messages/index.ts'
import type { Desk, Published } from '../../../core/updates/index.ts'
import type { WebhookEvent } from '../../../core/webhooks/index.ts'
import { updatePath } from '../../../phases/inform/index.ts'

/** Something that programs are told of, under a key that is told once. */
export interface CaseEvent {
  readonly key: string
  readonly at: string
  /** Told to this tenant's endpoints only. */
  readonly tenant: string | undefined
  readonly event: (language: 'de' | 'en') => WebhookEvent
}

/** Every event of a case so far: what was published, and which tenant was released. All of it follows from the log. */
export function caseEvents(desk: Desk, site: URL | undefined): readonly CaseEvent[] {
  const common = { version: 1, case: desk.case.id, exercise: desk.case.exercise } as const
  const updates = desk.published.map((update): CaseEvent => ({
    key: `update/${update.number}`,
    at: update.at,
    tenant: undefined,
    event: (language) => ({
      type: typeOf(update),
      timestamp: update.at,
      data: { ...common, ...dataOf(update, site, messages[language]) },
    }),
  }))
  const releases = [...desk.case.units.values()].flatMap(({ unit, released }): readonly CaseEvent[] => {
    if (released === undefined) return []
    const { contentHash, at } = released
    const event = {
      type: 'tenant.released',
      timestamp: at,
      data: { ...common, tenant: unit, contentHash },
    } as const
    return [{ key: `released/${unit}/${contentHash}`, at, tenant: unit, event: () => event }]
  })
  return [...updates, ...releases]
}

function typeOf(update: Published): 'update.published' | 'update.corrected' | 'incident.resolved' {
  if (update.corrects !== undefined) return 'update.corrected'
  return isClosing(update) ? 'incident.resolved' : 'update.published'
}

function dataOf(update: Published, site: URL | undefined, words: Messages) {
  const { number, kind, text, asOf, nextBy, corrects, states, contentHash } = update
  return {
    number,
    kind,
    text,
    asOf,
    nextBy,
    // What did not hold is not said once more.
    ...(corrects && { corrects: { number: corrects.number, why: corrects.why } }),
    services: states,
    contentHash,
    ...(site && { url: new URL(updatePath(words, number), site).href }),
  }
}

function isClosing(update: Published): boolean {
  return kindOf(update) === 'closing'
}

/** The kinds grow; those that nobody knows here are news. */
function kindOf({ kind }: Published): string {
  return kind
}
