import { type Action, fieldOf, wrongValue } from '../../emergency-plan/index.ts'
import type { Filling } from '../commands.ts'
import { type ResponseRefusal, refuse } from '../refusal.ts'
import type { SeenEvent } from '../events.ts'
import { nearest } from '../../estate/index.ts'
import type { Standing } from './standing.ts'
import { taskNumber } from './to-do.ts'

type Task = Extract<Action, { kind: 'task' }>

/** Values of a task's form, each of its kind, and hashes of what shows it. What was given before is kept. */
export function decideFilling(
  { instance, round }: Standing,
  person: string,
  { task: wanted, values, evidence }: Filling,
): readonly SeenEvent[] | ResponseRefusal {
  const tasks = new Map(
    instance.stage.actions.flatMap((action, place): [number, Task][] =>
      action.kind === 'task' ? [[taskNumber(instance, place), action]] : [],
    ),
  )
  const [only] = tasks.size === 1 ? tasks.keys() : []
  const number = wanted ?? only
  const task = number === undefined ? undefined : tasks.get(number)
  if (number === undefined || task === undefined) {
    const numbers = [...tasks.keys()].join(', ')
    return refuse(
      'wrong-value',
      `${instance.key} has ${tasks.size === 0 ? 'no task with a form' : `the tasks ${numbers}`}.`,
      tasks.size === 0 ? 'Say that it is done with "anlauf case done".' : 'Say which one with --task.',
    )
  }
  const wrong = wrongIn(task, values) ?? wrongEvidence(evidence)
  if (wrong !== undefined) return wrong
  const before = round.filled.get(number)
  return [
    {
      type: 'stage.filled',
      stage: instance.key,
      definition: round.definition,
      task: number,
      values: { ...before?.values, ...values },
      evidence: [...new Set([...(before?.evidence ?? []), ...evidence])],
      person,
    },
  ]
}

function wrongIn({ form }: Task, values: Filling['values']): ResponseRefusal | undefined {
  const fields = new Map(form.map((written) => [fieldOf(written)?.name ?? written, fieldOf(written)]))
  for (const [name, value] of Object.entries(values)) {
    const field = fields.get(name)
    if (field === undefined) {
      const guess = nearest(name, [...fields.keys()])
      const hint =
        guess === undefined
          ? `The form has: ${[...fields.keys()].join(', ') || 'no fields'}.`
          : `Did you mean "${guess}"?`
      return refuse('wrong-value', `The form has no field "${name}".`, hint)
    }
    const wanted = wrongValue(field, value)
    if (wanted !== undefined) {
      return refuse('wrong-value', `"${name}" cannot be that.`, `It takes ${wanted}.`)
    }
  }
  return undefined
}

function wrongEvidence(evidence: readonly string[]): ResponseRefusal | undefined {
  if (evidence.every((digest) => /^[0-9a-f]{64}$/.test(digest)) && evidence.length <= 1000) return undefined
  return refuse(
    'wrong-value',
    'Evidence is named by its SHA-256.',
    'Give 64 hexadecimal digits for each object.',
  )
}
