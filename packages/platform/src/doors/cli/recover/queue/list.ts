import { buildCommand } from '@stricli/core'

import { type Standing, standingOf } from '../../../../core/case/index.ts'
import {
  type CaseQueue,
  needsPerson,
  type QueueClass,
  type QueueGroup,
  readQueueFile,
} from '../../../../phases/recover/index.ts'
import { caseFlag, openDeclaredCase } from '../../case/access.ts'
import type { AnlaufContext } from '../../context.ts'
import { printJson, printLines } from '../../terminal/output.ts'
import { groupLines, queueOverview, summaryOf } from './lines.ts'
import { queueWords } from './words.ts'
import { languageFlag } from '../../flags/language.ts'
import { openStores } from '../../access/stores.ts'

interface ListFlags {
  readonly queue: string
  readonly case?: string
  readonly unit?: string
  readonly class?: QueueClass
  readonly all: boolean
  readonly language: 'en' | 'de'
  readonly json: boolean
}

export const queueFlag = {
  kind: 'parsed',
  parse: String,
  brief: 'File of "anlauf recover queue make"',
  placeholder: 'file',
} as const

export const classFlag = {
  kind: 'enum',
  values: ['N1', 'N2', 'N3', 'N4', 'N5', 'N6'],
  brief: 'Only this class',
} as const

export const recoverQueueList = buildCommand<ListFlags, [], AnlaufContext>({
  docs: {
    brief: 'Show what waits for a person, most dangerous first',
    fullDescription:
      'With --case it says how far each decision is, and leaves out what is decided. With --all also what is decided, and what needs no person: changed files to which nothing objects, and a sample of the new ones.',
  },
  parameters: {
    flags: {
      queue: queueFlag,
      case: { ...caseFlag, optional: true },
      unit: { kind: 'parsed', parse: String, optional: true, brief: 'Only this tenant', placeholder: 'id' },
      class: { ...classFlag, optional: true },
      all: { kind: 'boolean', default: false, brief: 'Also what needs no person' },
      language: languageFlag,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const queue = readQueueFile(flags.queue)
    const standings = await standingsOf(this, flags.case)
    const isOpen = ({ facts }: QueueGroup): boolean => flags.all || standings.get(facts)?.kind !== 'decided'
    const groups = chosenGroups(queue, flags).filter(isOpen)
    if (flags.json) {
      const listed = groups.map((group) => ({ ...group, standing: standings.get(group.facts)?.kind ?? null }))
      return printJson(this, { ...summaryOf(queue), groups: listed })
    }
    const words = queueWords[flags.language]
    printLines(this, [...queueOverview(queue, words), '', ...groupLines(groups, words, standings)])
  },
})

/** How far the decision about each group is; empty without a case. */
async function standingsOf(
  context: AnlaufContext,
  caseId: string | undefined,
): Promise<ReadonlyMap<string, Standing>> {
  if (caseId === undefined) return new Map()
  await using stores = await openStores(context)
  const { state } = await openDeclaredCase(context, stores, caseId)
  const queues = [...state.queues.values()]
  return new Map(
    queues.flatMap((queue) =>
      [...queue.groups].map(([facts, group]) => [facts, standingOf(group, queue)] as const),
    ),
  )
}

/** A class that is named is shown whole, also when its groups need nobody. */
function chosenGroups({ units }: CaseQueue, { unit, class: one, all }: ListFlags): readonly QueueGroup[] {
  return units
    .flatMap(({ groups }) => groups)
    .filter((group) => unit === undefined || group.unit === unit)
    .filter((group) => (one === undefined ? all || needsPerson(group) : group.class === one))
}
