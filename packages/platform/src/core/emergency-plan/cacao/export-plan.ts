import { planDigest } from '../digest.ts'
import type { Action, EmergencyPlan, Role, Stage } from '../model.ts'
import { wavesOf } from '../waves.ts'
import { identifierOf } from './identifiers.ts'
import { extension, type Playbook, type Step } from './playbook.ts'

/** What CACAO calls the doing of each action (§5.8, `playbook-activity-type-ov`). */
const activities: Readonly<Record<Action['kind'], string>> = {
  text: 'compose-content',
  task: 'investigate-system',
  approve: 'configure-systems',
  isolate: 'isolate-system',
  campaign: 'configure-systems',
  access: 'restrict-access',
  restore: 'restore-data',
  scan: 'scan-system',
  status: 'restore-capabilities',
  publish: 'deliver-content',
  notice: 'deliver-content',
  await: 'identify-channel',
  finding: 'analyze-collected-data',
}

/**
 * A plan as a CACAO v2.0 playbook. Every action is one manual step: nothing runs on the word of a file. Stages of
 * one wave stand in a `parallel` step, so that others wait a little longer than the plan asks; what CACAO cannot
 * say (exact needs, gates, quorums, clocks) stands in one extension, and our own import gives back the very same
 * plan. `made` is the only thing that two exports of one plan differ in (ISO 8601, milliseconds).
 */
export function exportPlaybook(
  plan: EmergencyPlan,
  made: string,
): Playbook & Readonly<Record<string, unknown>> {
  const { front } = plan
  const idOf = (kind: string, name: string): string => `${kind}--${identifierOf(`${front.plan}/${name}`)}`
  const workflow: Record<string, Step> = {}
  const end = idOf('end', 'end')
  workflow[end] = { type: 'end', name: 'end' }
  let next = end
  for (const [at, wave] of [...wavesOf(plan.stages).entries()].reverse()) {
    if (wave.length === 1) {
      next = chainOf(wave[0]!, next, { idOf, workflow })
      continue
    }
    const branches = wave.map((stage) => {
      const branchEnd = idOf('end', `${stage.id}/end`)
      workflow[branchEnd] = { type: 'end', name: `end of ${stage.id}` }
      return chainOf(stage, branchEnd, { idOf, workflow })
    })
    const parallel = idOf('parallel', `wave ${at + 1}`)
    workflow[parallel] = {
      type: 'parallel',
      name: `wave ${at + 1}`,
      next_steps: branches,
      on_completion: next,
    }
    next = parallel
  }
  const start = idOf('start', 'start')
  workflow[start] = { type: 'start', name: 'start', on_completion: next }
  return {
    type: 'playbook',
    spec_version: 'cacao-2.0',
    id: idOf('playbook', 'plan'),
    name: front.title.en,
    description: front.scope.en,
    playbook_types: ['mitigation', 'remediation', 'notification'],
    playbook_activities: [
      ...new Set(plan.stages.flatMap(({ actions }) => actions.map(({ kind }) => activities[kind]))),
    ],
    playbook_processing_summary: { manual_playbook: true, parallel_steps: true },
    created_by: `identity--${identifierOf(`author ${front.author}`)}`,
    created: made,
    modified: made,
    revoked: false,
    labels: [`tlp:${front.tlp.toLowerCase()}`],
    workflow_start: start,
    workflow,
    agent_definitions: Object.fromEntries(
      rolesIn(plan).map((role) => [agentOf(role), { type: 'group', name: role }]),
    ),
    extension_definitions: {
      [extension]: {
        type: 'extension-definition',
        name: 'Anlauf emergency plan',
        description: 'Exact order, gates, quorums, clocks, texts in German and English.',
        created_by: `identity--${identifierOf('anlauf')}`,
        schema: 'plan/v1',
        version: '1.0.0',
      },
    },
    playbook_extensions: {
      [extension]: { front, on: plan.on, order: plan.stages.map(({ id }) => id), digest: planDigest(plan) },
    },
  }
}

interface Making {
  readonly idOf: (kind: string, name: string) => string
  readonly workflow: Record<string, Step>
}

/** One step for each action, the last one leading to `after`; answers the first. A stage without actions has one step. */
function chainOf(stage: Stage, after: string, { idOf, workflow }: Making): string {
  const { actions, ...rest } = stage
  let next = after
  for (let at = Math.max(0, actions.length - 1); at >= 0; at -= 1) {
    const action = actions[at]
    const id = idOf('action', `${stage.id}/${at}`)
    const first = at === 0 ? { stage: rest, actions: actions.length } : {}
    workflow[id] = {
      type: 'action',
      name: actions.length < 2 ? stage.id : `${stage.id}: ${action?.kind ?? 'nothing'}`,
      description: stage.title.en,
      commands: [{ type: 'manual', command: action === undefined ? stage.title.en : instructionOf(action) }],
      agent: agentOf(roleOf(action)),
      step_extensions: {
        [extension]: { ...first, of: stage.id, at, ...(action !== undefined && { action }) },
      },
      on_completion: next,
    }
    next = id
  }
  return next
}

function roleOf(action: Action | undefined): Role {
  if (action?.kind === 'task') return action.assign
  return action?.kind === 'approve' ? (action.roles[0] ?? 'lead') : 'lead'
}

function agentOf(role: Role): string {
  return `group--${identifierOf(`role ${role}`)}`
}

function rolesIn({ stages }: EmergencyPlan): readonly Role[] {
  const found = stages.flatMap(({ actions }) =>
    actions.flatMap((action) => (action.kind === 'approve' ? action.roles : [roleOf(action)])),
  )
  return [...new Set<Role>(['lead', ...found])].sort()
}

/** What a person does who has only this file. */
function instructionOf(action: Action): string {
  switch (action.kind) {
    case 'text':
    case 'task':
      return action.text.en
    case 'approve':
      return `${action.quorum} different people of ${action.roles.join(', ')} approve "${action.subject}".`
    case 'isolate':
    case 'campaign':
    case 'access':
      return `${action.text.en} For: ${action.select.text}. Back: ${action.rollback.en}`
    case 'restore':
      return `Restore the layer "${action.layer}" of ${action.select.text} into the clean room.`
    case 'scan':
      return `Scan ${action.select.text}; unknown is not clean.`
    case 'status':
      return `Set ${action.select.text} to "${action.to}" (proof: ${action.proof}).`
    case 'publish':
      return `Publish "${action.template}" in ${action.languages.join(', ')}.`
    case 'notice':
      return `Send "${action.template}" to ${action.select.text} by ${action.via.join(', ')}.`
    case 'await':
      return `Wait ${action.hours} h for the ${action.what}; otherwise go on with "${action.orElse}".`
    case 'finding':
      return action.question.en
  }
}
