import { messages, type ServiceState } from '../../core/messages/index.ts'
import { type PublicService, severity } from '../../core/updates/index.ts'
import type { PublicView } from './public-view.ts'
import type { PublicUpdate } from './update-view.ts'

/** The component words of the widespread Statuspage format; the finer state always stands beside it. */
const componentStatus: Readonly<Record<ServiceState, string>> = {
  not_affected: 'operational',
  operational: 'operational',
  partial_outage: 'partial_outage',
  restored_pending_release: 'partial_outage',
  verifying: 'under_maintenance',
  restoring: 'major_outage',
  offline_by_plan: 'major_outage',
  major_outage: 'major_outage',
  degraded_performance: 'degraded_performance',
  workaround: 'degraded_performance',
  available_rework: 'degraded_performance',
  isolated_running: 'major_outage',
  under_maintenance: 'under_maintenance',
  unknown: 'major_outage',
}

/** The word for programs: of what was said and what was recorded, the worse one. */
export function programStatus({ state, recorded }: PublicService): string {
  const isNamed = recorded !== 'unknown'
  return componentStatus[isNamed && severity[recorded] > severity[state] ? recorded : state]
}

/** The word for a state that an update recorded. */
function stateWord(state: string): string | undefined {
  return state === 'unknown'
    ? undefined
    : (componentStatus as Readonly<Partial<Record<string, string>>>)[state]
}

/** Incident updates carried along. */
const maxUpdates = 20

/**
 * The files of Statuspage's read API, version 2 (`inform.md` §3.1): path → value. Every list is written, even
 * an empty one: readers take a missing list for "unknown". What the format has no word for is in `metadata.anlauf`.
 */
export function statuspageFiles(
  view: PublicView,
  caseId: string,
  now: Date,
  url = '',
): ReadonlyMap<string, unknown> {
  const updatedAt = now.toISOString()
  const page = { id: caseId, name: view.provider, url, time_zone: view.timeZone, updated_at: updatedAt }
  // A component without a known state is left out: nobody reads its absence as "operational".
  const known = view.services.filter(({ state }) => state !== 'unknown')
  const components = known.map((service, place) => component(service, place, caseId, view, updatedAt))
  const incident = incidentOf(view, caseId, components, updatedAt)
  const unresolved = view.closed ? [] : [incident]
  const status = overall(view)
  const planned = maintenances(view, caseId, components, now)
  const upcoming = planned.filter((one) => one.status === 'scheduled')
  const active = planned.filter((one) => one.status === 'in_progress')
  return new Map<string, unknown>([
    [
      'summary.json',
      { page, status, components, incidents: unresolved, scheduled_maintenances: [...active, ...upcoming] },
    ],
    ['status.json', { page, status }],
    ['components.json', { page, components }],
    ['incidents.json', { page, incidents: [incident] }],
    ['incidents/unresolved.json', { page, incidents: unresolved }],
    ['scheduled-maintenances.json', { page, scheduled_maintenances: planned }],
    ['scheduled-maintenances/upcoming.json', { page, scheduled_maintenances: upcoming }],
    ['scheduled-maintenances/active.json', { page, scheduled_maintenances: active }],
  ])
}

/**
 * Windows of planned restarts as the format's maintenances. One that was taken back is over ("completed" is the format's only word
 * for it) and says so beside; whether a restart went well is the component's state, never this.
 */
function maintenances(
  view: PublicView,
  page: string,
  components: readonly Record<string, unknown>[],
  now: Date,
): readonly (Record<string, unknown> & { readonly status: string })[] {
  return view.windows.map(({ service, name, from, to, status, sequence, changedAt, update }) => {
    const time = now.toISOString()
    const isOver = status === 'cancelled' || to <= time
    return {
      id: `${page}-window-${service}`,
      name: `${view.exercise ? 'Exercise: ' : ''}Planned restart: ${name.en}`,
      status: isOver ? 'completed' : from <= time ? 'in_progress' : 'scheduled',
      impact: 'maintenance',
      scheduled_for: from,
      scheduled_until: to,
      created_at: changedAt,
      started_at: from,
      updated_at: changedAt,
      monitoring_at: null,
      resolved_at: isOver ? (status === 'cancelled' ? changedAt : to) : null,
      shortlink: '',
      page_id: page,
      incident_updates: [],
      components: components.filter(({ id }) => id === service),
      metadata: { anlauf: { window: status, sequence, update, binding: false } },
    }
  })
}

function component(
  service: PublicService,
  place: number,
  page: string,
  view: PublicView,
  updatedAt: string,
): Record<string, unknown> {
  const { id, name, state, recorded, customers, proof } = service
  return {
    id,
    name: name.en,
    description: null,
    status: programStatus(service),
    position: place + 1,
    group: false,
    group_id: null,
    page_id: page,
    showcase: true,
    start_date: null,
    only_show_if_degraded: false,
    created_at: view.declaredAt,
    updated_at: updatedAt,
    metadata: { anlauf: { state, recorded, name, customers: customers ?? null, proof: proof ?? null } },
  }
}

function incidentOf(
  view: PublicView,
  caseId: string,
  components: readonly Record<string, unknown>[],
  updatedAt: string,
): Record<string, unknown> {
  const unaffected = new Set(
    view.services.filter(({ state }) => state === 'not_affected').map(({ id }) => id),
  )
  const affected = components.filter(({ id }) => !unaffected.has(String(id)))
  const firstRelease = view.releases[0]
  const update = ({
    number,
    at,
    asOf,
    nextBy,
    text,
    correctedBy,
    corrects,
    contentHash,
    impacts,
  }: PublicUpdate): Record<string, unknown> => ({
    id: `${caseId}-${number}`,
    incident_id: caseId,
    status: firstRelease !== undefined && at >= firstRelease ? 'monitoring' : 'investigating',
    body: bodyOf({ text, correctedBy, corrects }),
    created_at: at,
    updated_at: view.updates.find(({ number: other }) => other === correctedBy)?.at ?? at,
    display_at: at,
    deliver_notifications: false,
    affected_components: impacts.map(({ service, from, to }) => ({
      code: service,
      name: view.services.find(({ id }) => id === service)?.name.en ?? service,
      old_status: from === undefined ? null : (stateWord(from) ?? null),
      new_status: stateWord(to) ?? null,
    })),
    metadata: {
      anlauf: {
        number,
        body: text ?? null,
        knowledge_as_of: asOf,
        next_update_by: nextBy ?? null,
        corrected_by: correctedBy ?? null,
        corrects: corrects?.number ?? null,
        content_hash: contentHash,
        states: impacts,
      },
    },
  })
  return {
    id: caseId,
    name: `${view.exercise ? 'Exercise: ' : ''}Security incident`,
    status: incidentStatus(view),
    impact: overall(view).indicator,
    created_at: view.declaredAt,
    started_at: view.declaredAt,
    updated_at: updatedAt,
    monitoring_at: firstRelease ?? null,
    resolved_at: null,
    shortlink: '',
    page_id: caseId,
    postmortem_body: null,
    incident_updates: view.updates.toReversed().slice(0, maxUpdates).map(update),
    components: affected,
    metadata: {
      anlauf: {
        exercise: view.exercise,
        stage: view.stage,
        next_update_by: view.nextBy ?? null,
        sequence: view.updates.length,
      },
    },
  }
}

/** Readers of this format see the body alone: it says first that a text does not hold any more, and why another one came. */
function bodyOf({
  text,
  correctedBy,
  corrects,
}: Pick<PublicUpdate, 'text' | 'correctedBy' | 'corrects'>): string {
  const { corrected, reason, withheld } = messages.en
  const remark = correctedBy === undefined ? '' : `${corrected(correctedBy)}\n\n`
  const why = corrects === undefined ? '' : `\n\n${reason} ${corrects.why.en}`
  return `${remark}${text?.en ?? withheld}${why}`
}

function incidentStatus({ closed, stage }: PublicView): string {
  if (closed) return 'resolved'
  if (stage === 'restoring') return 'identified'
  return stage === 'partlyReleased' || stage === 'allReleased' ? 'monitoring' : 'investigating'
}

/** The worst component decides; all affected services down is critical. */
function overall({ services }: PublicView): { indicator: string; description: string } {
  const affected = services.filter(({ state }) => state !== 'not_affected')
  const words = affected.filter(({ state }) => state !== 'unknown').map(programStatus)
  const down = words.filter((word) => word === 'major_outage').length
  if (down > 0 && down === services.length) return { indicator: 'critical', description: 'Major outage' }
  if (down > 0) return { indicator: 'major', description: 'Partial outage' }
  if (words.length < affected.length) return { indicator: 'minor', description: 'Partly unknown' }
  if (words.every((word) => word === 'operational')) {
    return { indicator: 'none', description: 'All systems operational' }
  }
  return { indicator: 'minor', description: 'Partly degraded' }
}
