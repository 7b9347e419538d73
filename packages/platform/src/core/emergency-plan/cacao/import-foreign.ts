import { deepFreeze } from '../../estate/index.ts'
import type { Action, EmergencyPlan, FrontMatter, Stage } from '../model.ts'
import type { ImportProblem } from './import-problem.ts'
import type { Step } from './playbook.ts'

/** Kinds that are understood; a loop or a new kind would be done in another way than its author meant. */
const known = ['start', 'end', 'action', 'playbook-action', 'parallel', 'if-condition', 'switch-condition']

/** As many as a plan may have stages. */
const maxSteps = 500

/** Turns the graph of another program into stages: what a step is reached from is what its stage needs. */
export function importForeign(
  playbook: Readonly<Record<string, unknown>>,
  steps: ReadonlyMap<string, Step>,
):
  | { readonly plan: EmergencyPlan; readonly isOurs: false }
  | { readonly problems: readonly ImportProblem[] } {
  const problems: ImportProblem[] = []
  if (steps.size > maxSteps) {
    const hint = 'Split it into several playbooks.'
    return {
      problems: [{ at: 'workflow', message: `it has ${steps.size} steps, more than ${maxSteps}`, hint }],
    }
  }
  for (const [id, step] of steps) {
    if (!known.includes(step.type)) {
      const hint = `Steps may be ${known.join(', ')}. Describe this one as a task for a person.`
      problems.push({
        at: id,
        message: `a step of the kind "${step.type.slice(0, 60)}" is not taken over`,
        hint,
      })
    }
    for (const { id: next } of exitsOf(step)) {
      if (!steps.has(next))
        problems.push({
          at: id,
          message: `it leads to "${next}", which is not there`,
          hint: 'Mend the playbook.',
        })
    }
  }
  const start = playbook['workflow_start']
  if (typeof start !== 'string' || !steps.has(start)) {
    problems.push({
      at: 'workflow_start',
      message: 'it names no step',
      hint: 'Name the step of the kind "start".',
    })
  }
  if (problems.length > 0) return { problems }
  const names = namesOf(steps)
  const needs = needsOf(steps, String(start), names)
  if ('problems' in needs) return needs
  const stages = [...needs.order].flatMap((id): Stage[] => {
    const step = steps.get(id)
    const name = names.get(id)
    if (step === undefined || name === undefined) return []
    return [stageOf(name, step, [...(needs.of.get(id) ?? [])])]
  })
  if (stages.length === 0) {
    return {
      problems: [
        { at: 'workflow', message: 'there is nothing to do in it', hint: 'It needs at least one action.' },
      ],
    }
  }
  return { plan: deepFreeze({ front: frontOf(playbook), on: 'declared', stages }), isOurs: false }
}

function exitsOf(step: Step): readonly { readonly id: string; readonly when: string }[] {
  const one = (id: unknown, when: string): { id: string; when: string }[] =>
    typeof id === 'string' ? [{ id, when }] : []
  const list = Array.isArray(step.next_steps) ? step.next_steps.map(String) : []
  const cases = typeof step.cases === 'object' && step.cases !== null ? Object.entries(step.cases) : []
  return [
    ...one(step.on_completion, ''),
    ...one(step.on_success, 'it succeeded'),
    ...one(step.on_failure, 'it failed'),
    ...one(step.on_true, 'yes'),
    ...one(step.on_false, 'no'),
    ...list.map((id) => ({ id, when: '' })),
    ...cases.map(([value, id]) => ({ id, when: value })),
  ]
}

/** Ids of stages: the steps' names where they are good for that, with a number where two would be equal. */
function namesOf(steps: ReadonlyMap<string, Step>): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  for (const [id, step] of steps) {
    if (['start', 'end', 'parallel'].includes(step.type)) continue
    const base =
      said(step.name, step.type)
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, '')
        .slice(0, 50) || 'step'
    let name = base
    for (let count = 2; taken.has(name); count += 1) name = `${base}-${count}`
    taken.add(name)
    names.set(id, name)
  }
  return names
}

/**
 * Walks from the start. Steps that are no stages (start, end, parallel) pass on what was before them. What follows a
 * `parallel` waits for everything in its branches, as CACAO says (§4.8).
 */
function needsOf(
  steps: ReadonlyMap<string, Step>,
  start: string,
  names: ReadonlyMap<string, string>,
):
  | { readonly order: ReadonlySet<string>; readonly of: ReadonlyMap<string, Set<string>> }
  | { readonly problems: readonly ImportProblem[] } {
  const of = new Map<string, Set<string>>()
  const order = new Set<string>()
  const problems: ImportProblem[] = []
  const walk = (id: string, before: ReadonlySet<string>, path: ReadonlySet<string>): ReadonlySet<string> => {
    const step = steps.get(id)
    if (step === undefined || problems.length > 0) return before
    if (path.has(id)) {
      problems.push({
        at: id,
        message: 'its steps go in a circle',
        hint: 'A plan has no loops: describe the repetition as a task.',
      })
      return before
    }
    const name = names.get(id)
    const seen = order.has(id)
    order.add(id)
    const own = of.get(id) ?? new Set<string>()
    of.set(id, own)
    const size = own.size
    for (const need of before) own.add(need)
    // Reached again by another way, and nothing new to pass on.
    if (seen && own.size === size) return ends.get(id) ?? before
    const here = name === undefined ? before : new Set([name])
    const deeper = new Set([...path, id])
    const isParallel = step.type === 'parallel'
    const exits = exitsOf(step)
    const branches = isParallel ? exits.filter(({ id: next }) => next !== step.on_completion) : exits
    const after = new Set(branches.flatMap(({ id: next }) => [...walk(next, here, deeper)]))
    const last = branches.length === 0 ? here : after
    const result =
      isParallel && step.on_completion !== undefined ? walk(step.on_completion, last, deeper) : last
    ends.set(id, result)
    return result
  }
  const ends = new Map<string, ReadonlySet<string>>()
  walk(start, new Set(), new Set())
  return problems.length > 0 ? { problems } : { order, of }
}

function stageOf(id: string, step: Step, needs: readonly string[]): Stage {
  const title = both(said(step.name, id).slice(0, 200))
  return {
    id,
    title,
    needs,
    gate: [],
    clocks: [],
    startsClocks: [],
    actions: textsOf(step).map((text): Action => ({
      kind: 'task',
      text: both(text),
      assign: 'lead',
      form: [],
      needsEvidence: false,
    })),
  }
}

/** What a person is asked to do: commands as text, never to be run; conditions as questions with their answers. */
function textsOf(step: Step): readonly string[] {
  const description = typeof step.description === 'string' ? [step.description] : []
  if (step.type === 'if-condition' || step.type === 'switch-condition') {
    const question = said(step.condition, said(step.switch, 'the condition'))
    const answers = exitsOf(step).flatMap(({ when }) => (when === '' ? [] : [when]))
    return [`${description.join('')} Decide: ${question} (${answers.join(' / ')})`.trim()]
  }
  const commands = Array.isArray(step.commands) ? step.commands : []
  const texts = commands.map((command) => {
    const what = String(command?.command ?? command?.description ?? '')
    return command?.type === 'manual'
      ? what
      : `Bind to a connector before use (${String(command?.type)}): ${what}`
  })
  const all = [...description, ...texts].filter((text) => text !== '').map((text) => text.slice(0, 4000))
  return all.length > 0 ? all : [said(step.name, step.type)]
}

function frontOf(playbook: Readonly<Record<string, unknown>>): FrontMatter {
  const name = said(playbook['name'], 'playbook').slice(0, 200)
  return {
    plan:
      said(playbook['id'], 'imported')
        .replaceAll(/[^A-Za-z0-9._-]/g, '-')
        .slice(0, 60) || 'imported',
    title: both(name),
    version: said(playbook['modified'], '1'),
    type: 'combined',
    author: said(playbook['created_by'], 'unknown').slice(0, 200),
    nextReview: 'before first use',
    scope: both(said(playbook['description'], name).slice(0, 2000)),
    tlp: 'AMBER+STRICT',
    audience: ['lead'],
    location: 'imported',
    retention: 'to be decided',
  }
}

/** Foreign texts come in one language; a person translates before the plan is used. */
function both(text: string): { readonly de: string; readonly en: string } {
  return { de: text, en: text }
}

/** A text of a file that nobody has checked; the fallback for anything else. */
function said(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback
}
