import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import {
  type PlaceReason,
  type RestoreLayer,
  restoreOrder,
  type RestoreStep,
} from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { printJson, printLines, tableLines } from '../terminal/output.ts'

interface OrderFlags {
  readonly estate: string
  readonly json: boolean
}

export const recoverOrder = buildCommand<OrderFlags, [], AnlaufContext>({
  docs: {
    brief: 'In which order machines and data come back, and why',
    fullDescription:
      'Layer after layer: base systems, full backups, their logs, what is matched with others, areas of tenants, configuration. Within a layer by waves of tenants, tiers and dependencies of services. Reads the estate only. "recover plan" lists units and files in this order. Services that wait for each other are an error.',
  },
  parameters: {
    flags: {
      estate: estateFlag,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  func({ estate: file, json }) {
    const order = restoreOrder(readEstateFile(file))
    if ('cycles' in order) throw waitForEachOther(file, order.cycles)
    if (json) return printJson(this, order)
    printLines(this, [
      'Restore order; steps of one wave may run side by side:',
      ...order.waves.flatMap(({ layer, steps }, at) => [
        `${String(at + 1).padStart(3)}  ${layerWords[layer]}`,
        ...tableLines(steps.map((step) => [`     ${step.dataset ?? step.system}`, whereOf(step), why(step)])),
      ]),
    ])
  },
})

const layerWords: Readonly<Record<RestoreLayer, string>> = {
  'base-system': 'base systems',
  full: 'full backups: what all share',
  incremental: 'logs and increments since the full backup',
  sync: 'matched with other systems',
  'tenant-area': 'areas of tenants',
  configuration: 'configuration',
}

function whereOf({ dataset, system, tenants }: RestoreStep): string {
  if (tenants !== undefined) return tenants.join(', ')
  return dataset === undefined ? '' : `on ${system}`
}

function why({ service, reasons }: RestoreStep): string {
  const words = reasons.flatMap((reason) => wordsOf(reason) ?? [])
  return [...(service === undefined ? [] : [`for ${service}`]), ...words].join(', ')
}

function wordsOf(reason: PlaceReason): string | undefined {
  switch (reason.kind) {
    case 'layer':
      // The heading says it.
      return undefined
    case 'tenant-wave':
      return `wave ${printName(reason.wave)}`
    case 'tier':
      return reason.from === undefined
        ? `tier ${reason.tier}`
        : `tier ${reason.tier}, because ${reason.from} needs it`
    case 'dependency':
      return `after ${reason.on}`
    case 'no-service':
      return 'no service runs on it'
  }
}

function waitForEachOther(file: string, cycles: readonly (readonly string[])[]): AnlaufError {
  const circles = cycles.map((cycle) => [...cycle, cycle[0]].join(' -> ')).join('; ')
  return new AnlaufError('estate-invalid', `${file}: these services wait for each other: ${circles}.`, {
    hint: 'Make one dependency of each circle soft, or say how the first service starts without it.',
    context: { cycles },
  })
}
