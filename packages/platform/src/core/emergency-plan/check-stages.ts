import { nearest, problem, type Reading } from '../estate/index.ts'
import { checkSaid } from './check-said.ts'
import { fieldKinds, fieldOf } from './form-field.ts'
import type { Action, EmergencyPlan, GateFact, Stage } from './model.ts'

/** More than anybody reads in a night; a plan of a provider has some forty. */
const maxStages = 500

/** Everything that the form of a plan does not show: circles, references, gates without proof, quorums nobody can fill. */
export function checkStages(reading: Reading, { stages }: EmergencyPlan): void {
  const at = (stage: number, rest = ''): string => `stages[${stage}]${rest}`
  const wrong = (path: string, message: string, hint: string): void =>
    problem(reading, undefined, path, message, hint)
  if (stages.length > maxStages) {
    return wrong(
      'stages',
      `there are ${stages.length} stages, more than ${maxStages}`,
      'Split the plan in several.',
    )
  }
  if (stages.length === 0) return wrong('stages', 'there is no stage', 'Write what is done first.')
  const byId = new Map<string, number>()
  stages.forEach(({ id }, place) => {
    const first = byId.get(id)
    if (first === undefined) byId.set(id, place)
    else wrong(at(place, '.id'), `the id "${id}" is used twice`, `Rename this one or stages[${first}].`)
  })
  const refer = (path: string, id: string): void => {
    if (byId.has(id)) return
    const guess = nearest(id, [...byId.keys()])
    wrong(
      path,
      `there is no stage "${id}"`,
      guess === undefined ? `Known: ${[...byId.keys()].join(', ')}.` : `Did you mean "${guess}"?`,
    )
  }
  stages.forEach((stage, place) => {
    stage.needs.forEach((id, n) => refer(at(place, `.needs[${n}]`), id))
    stage.actions.forEach((action, n) => {
      checkAction(action, at(place, `.do[${n}]`), { wrong, refer })
      checkSaid(stage, action, at(place, `.do[${n}]`), wrong)
    })
  })
  if (reading.problems.length > 0) return
  const circle = circleIn(stages)
  if (circle !== undefined) {
    const place = Math.min(...circle.map((id) => byId.get(id) ?? 0))
    const chain = [...circle, circle[0]].join(' -> ')
    return wrong(
      at(place, '.needs'),
      `these stages wait for each other: ${chain}`,
      'Take one of them out of "needs".',
    )
  }
  const before = stagesBefore(stages)
  stages.forEach((stage, place) => {
    stage.gate.forEach((fact, n) => {
      const producers = [...(before.get(stage.id) ?? []), stage.id].map((id) => stages[byId.get(id) ?? -1])
      if (producers.some((one) => one?.actions.some((action) => provenBy(action).includes(fact)))) return
      wrong(
        at(place, `.gate[${n}]`),
        `nothing before this stage proves "${fact}"`,
        `Let it need a stage that does: ${producersOf(fact)}.`,
      )
    })
  })
}

interface Report {
  readonly wrong: (path: string, message: string, hint: string) => void
  readonly refer: (path: string, id: string) => void
}

function checkAction(action: Action, path: string, { wrong, refer }: Report): void {
  if (action.kind === 'await') refer(`${path}.await.else`, action.orElse)
  if (action.kind === 'task') {
    checkForm(action.form, `${path}.task`, wrong)
    if (action.metBy !== undefined && (action.form.length > 0 || action.needsEvidence)) {
      wrong(
        `${path}.task.metBy`,
        `"${action.metBy}" is recorded by the case, so nobody fills anything in`,
        'Leave out "form" and "evidence", or leave out "metBy".',
      )
    }
  }
  if (action.kind !== 'approve') return
  const { quorum } = action
  const distinct = new Set(action.roles).size
  if (!Number.isInteger(quorum) || quorum < 1 || quorum > distinct) {
    wrong(
      `${path}.approve.quorum`,
      `${quorum} different people cannot sign where ${distinct} roles may`,
      'Name as many roles as people have to sign, each role once.',
    )
  }
}

function checkForm(form: readonly string[], path: string, wrong: Report['wrong']): void {
  const names = new Set<string>()
  for (const [n, written] of form.entries()) {
    const field = fieldOf(written)
    if (field === undefined) {
      wrong(
        `${path}.form[${n}]`,
        `"${written}" is no field of a form`,
        `Write a name of small letters, digits and "-", then its kind if it is no text: ${fieldKinds.join(', ')}.`,
      )
    } else if (names.has(field.name)) {
      wrong(`${path}.form[${n}]`, `the field "${field.name}" is there twice`, 'Name each field once.')
    } else names.add(field.name)
  }
}

const byMachine: Readonly<Partial<Record<Action['kind'], GateFact>>> = {
  isolate: 'isolation-proved',
  restore: 'restore-verified',
  scan: 'scan-judged',
  campaign: 'credentials-reset',
}

/** What an action shows once it is done and its own check has passed. */
function provenBy(action: Action): readonly GateFact[] {
  if (action.kind === 'task') return action.proves === undefined ? [] : [action.proves]
  const fact = byMachine[action.kind]
  return fact === undefined ? [] : [fact]
}

function producersOf(fact: GateFact): string {
  const kind = Object.entries(byMachine).find(([, made]) => made === fact)?.[0]
  return kind !== undefined ? `one with "${kind}"` : `one with a task that says "proves: ${fact}"`
}

/** Ids of all stages that are done before each one. */
export function stagesBefore(stages: readonly Stage[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byId = new Map(stages.map((stage) => [stage.id, stage]))
  const found = new Map<string, Set<string>>()
  const collect = (id: string): Set<string> => {
    const known = found.get(id)
    if (known !== undefined) return known
    const before = new Set<string>()
    found.set(id, before)
    for (const need of byId.get(id)?.needs ?? []) {
      before.add(need)
      for (const earlier of collect(need)) before.add(earlier)
    }
    return before
  }
  for (const { id } of stages) collect(id)
  return found
}

/** The first circle of `needs`, beginning with its first stage in the file. */
function circleIn(stages: readonly Stage[]): readonly string[] | undefined {
  const left = new Map(stages.map(({ id, needs }) => [id, new Set(needs)]))
  for (let isMoving = true; isMoving;) {
    isMoving = false
    for (const [id, needs] of left) {
      if ([...needs].some((need) => left.has(need))) continue
      left.delete(id)
      isMoving = true
    }
  }
  const [start] = left.keys()
  if (start === undefined) return undefined
  const path: string[] = []
  let here: string | undefined = start
  while (here !== undefined && !path.includes(here)) {
    path.push(here)
    here = [...(left.get(here) ?? [])].find((need) => left.has(need))
  }
  return here === undefined ? undefined : path.slice(path.indexOf(here)).reverse()
}
