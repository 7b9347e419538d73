import { buildCommand } from '@stricli/core'

import { layerStates, type TaskState, tasksOf } from '../../../phases/protect/index.ts'
import type { AnlaufContext } from '../context.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { layerPlaces } from './layer-places.ts'
import { counted, formatTime, printJson, printLines, tableLines } from '../terminal/output.ts'

interface Flags {
  readonly estate: string
  readonly system?: string
  readonly json: boolean
}

export const protectStatus = buildCommand<Flags, [], AnlaufContext>({
  docs: {
    brief: 'How every copy stands. Exit code 1 when one is late, missing or cannot be asked',
    fullDescription:
      'Asks the copies themselves: what counts is the newest state that lies there. A state in the future counts as none. Media count by what was sealed; those whose test read is due are named.',
  },
  parameters: {
    flags: {
      estate: estateFlag,
      system: { kind: 'parsed', parse: String, optional: true, brief: 'Only what this system makes' },
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
  },
  async func({ estate: file, system, json }) {
    const estate = readEstateFile(file)
    const states = await layerStates(tasksOf(estate, { system }), layerPlaces(this))
    if (states.some(({ state, untested = [] }) => isBad(state) || untested.length > 0))
      this.process.exitCode = 1
    if (json) return printJson(this, { hold: estate.protection.hold, layers: states.map(stateJson) })
    printLines(this, [
      ...tableLines([['layer', 'state', 'newest', 'due'], ...states.map(row)]),
      ...states.flatMap(remarks),
      ...(estate.protection.hold ? ['On hold: nothing is forgotten.'] : []),
    ])
  },
})

function isBad(state: TaskState['state']): boolean {
  return state !== 'fresh' && state !== 'due'
}

function row({ name, state, lastAt, dueAt }: TaskState): string[] {
  return [
    name,
    isBad(state) ? state.toUpperCase() : state,
    lastAt === undefined ? '-' : formatTime(lastAt.toISOString()),
    dueAt === undefined ? '-' : formatTime(dueAt.toISOString()),
  ]
}

function remarks({ name, state, failure, untested = [] }: TaskState): string[] {
  return [
    ...(failure === undefined ? [] : [`${name}: ${failure.message}`, `    What to do: ${failure.hint}`]),
    ...(state === 'future'
      ? [
          `${name}: its newest state lies in the future. A clock is wrong, or somebody plants states: look at "anlauf vault audit".`,
        ]
      : []),
    ...(untested.length === 0
      ? []
      : [
          `${name}: the test read of ${counted(untested.length, 'volume')} is due: ${untested
            .slice(0, 5)
            .map(({ set, volume }) => `${set}/${volume}`)
            .join(', ')}. Load it and run "anlauf media verify".`,
        ]),
  ]
}

export function stateJson({ task, name, state, lastAt, dueAt, failure, untested }: TaskState) {
  return {
    layer: name,
    kind: task.kind,
    copy: task.copy.id,
    ...(task.kind === 'backup' && { dataset: task.dataset.id }),
    state,
    ...(lastAt && { newest: lastAt.toISOString() }),
    ...(dueAt && { due: dueAt.toISOString() }),
    ...(failure && { failure }),
    ...(untested && { untested }),
  }
}
