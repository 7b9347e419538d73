import type { EmergencyPlan, Role } from './model.ts'

/** Something that a plan without mistakes still lacks, and what to do about it. */
export interface PlanFinding {
  readonly rule: string
  /** Id of the stage, or `plan`. */
  readonly at: string
  readonly message: string
  readonly hint: string
}

/** Who may stand in for whom, when a plan is checked against the people there are. */
export interface RosterRow {
  readonly person: string
  readonly roles: readonly Role[]
}

/**
 * Gaps that hurt in the night: the whole story is not covered, a release without its proofs, somebody must sign who
 * does not exist. `today` is a date (`2026-11-29`). A plan with findings can be used; somebody should know.
 */
export function lintPlan(
  plan: EmergencyPlan,
  { today, roster }: { readonly today: string; readonly roster?: readonly RosterRow[] },
): readonly PlanFinding[] {
  return [
    ...coverage(plan),
    ...releases(plan),
    ...review(plan, today),
    ...(roster === undefined ? [] : people(plan, roster)),
  ]
}

/** What an attack on a provider of many customers makes necessary (`vision.md`). */
const story: readonly { readonly rule: string; readonly kind: string; readonly what: string }[] = [
  { rule: 'no-isolation', kind: 'isolate', what: 'cuts attacked systems off' },
  { rule: 'no-first-word', kind: 'publish', what: 'tells the public' },
  { rule: 'no-notice', kind: 'notice', what: 'tells customers' },
  { rule: 'no-restore', kind: 'restore', what: 'restores' },
  { rule: 'no-scan', kind: 'scan', what: 'scans what was restored' },
  { rule: 'no-credentials', kind: 'campaign', what: 'changes credentials' },
  { rule: 'no-finding', kind: 'finding', what: 'asks what the attackers did' },
  { rule: 'no-approval', kind: 'approve', what: 'lets two people decide' },
]

function coverage({ stages }: EmergencyPlan): PlanFinding[] {
  const kinds = new Set<string>(stages.flatMap(({ actions }) => actions.map(({ kind }) => kind)))
  const missing = story
    .filter(({ kind }) => !kinds.has(kind))
    .map(({ rule, kind, what }) => ({
      rule,
      at: 'plan',
      message: `no stage ${what}`,
      hint: `Add a stage with "${kind}", or say in the scope why this plan does without.`,
    }))
  const clocks = stages.some((stage) => stage.clocks.some(({ regime }) => regime === 'law'))
  if (clocks) return missing
  const hint = 'Add the duties that bind you, such as gdpr-33-1.'
  return [...missing, { rule: 'no-clock', at: 'plan', message: 'no duty of law has a clock', hint }]
}

function releases({ stages }: EmergencyPlan): PlanFinding[] {
  return stages.flatMap((stage) => {
    const opens = stage.actions.some((action) => action.kind === 'status' && action.to === 'operational')
    if (!opens) return []
    const needed = ['restore-verified', 'scan-judged', 'credentials-reset', 'smoke-tested'] as const
    const missing = needed.filter((fact) => !stage.gate.includes(fact))
    const quorum = Math.max(
      0,
      ...stage.actions.map((action) => (action.kind === 'approve' ? action.quorum : 0)),
    )
    return [
      ...(missing.length === 0
        ? []
        : [
            {
              rule: 'open-gate',
              at: stage.id,
              message: `it calls something operational without ${missing.join(', ')}`,
              hint: `Add them to its gate.`,
            },
          ]),
      ...(quorum >= 2
        ? []
        : [
            {
              rule: 'one-person-release',
              at: stage.id,
              message: 'fewer than two people decide about it',
              hint: 'Add "approve" with a quorum of 2 to this stage.',
            },
          ]),
    ]
  })
}

function review({ front }: EmergencyPlan, today: string): PlanFinding[] {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(front.nextReview)) {
    const hint = 'Write it as "2027-05-01".'
    return [
      {
        rule: 'no-review-date',
        at: 'plan',
        message: `the next review is "${front.nextReview}", no date`,
        hint,
      },
    ]
  }
  if (front.nextReview >= today) return []
  const hint = 'Review it, exercise it, and set the next date.'
  return [{ rule: 'review-overdue', at: 'plan', message: `its review was due on ${front.nextReview}`, hint }]
}

/** Roles that nobody has, one person for everything, and quorums that these people cannot fill. */
function people({ stages }: EmergencyPlan, roster: readonly RosterRow[]): PlanFinding[] {
  const holders = (role: Role): readonly string[] =>
    roster.filter(({ roles }) => roles.includes(role)).map(({ person }) => person)
  const roles = new Set(
    stages.flatMap(({ actions }) =>
      actions.flatMap((action) =>
        action.kind === 'task' ? [action.assign] : action.kind === 'approve' ? action.roles : [],
      ),
    ),
  )
  const alone = [...roles].sort().flatMap((role): PlanFinding[] => {
    const count = holders(role).length
    if (count >= 2) return []
    const message = count === 0 ? `nobody has the role "${role}"` : `"${role}" has no deputy`
    const hint = 'Name a second person in the roster, reachable outside the estate.'
    return [{ rule: count === 0 ? 'role-vacant' : 'no-deputy', at: 'plan', message, hint }]
  })
  const quorums = stages.flatMap((stage) =>
    stage.actions.flatMap((action): PlanFinding[] => {
      if (action.kind !== 'approve') return []
      const persons = new Set(action.roles.flatMap(holders))
      if (persons.size >= action.quorum) return []
      const message = `${action.quorum} people must approve "${action.subject}", the roster has ${persons.size}`
      return [
        { rule: 'quorum-unreachable', at: stage.id, message, hint: 'Name more people for these roles.' },
      ]
    }),
  )
  return [...alone, ...quorums]
}
