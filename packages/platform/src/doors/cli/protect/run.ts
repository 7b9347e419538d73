import { setTimeout as delay } from 'node:timers/promises'

import { buildCommand } from '@stricli/core'

import type { Estate } from '../../../core/estate/index.ts'
import {
  layerStates,
  type PassResult,
  type ProtectTask,
  runLayers,
  type TaskResult,
  tasksOf,
} from '../../../phases/protect/index.ts'
import type { AnlaufContext } from '../context.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { parseCount } from '../flags/flag-values.ts'
import { layerPlaces } from './layer-places.ts'
import { counted, printJson, printJsonLine, printLines, progressLine } from '../terminal/output.ts'
import { stateJson } from './status.ts'

interface Flags {
  readonly estate: string
  readonly system?: string
  readonly copy?: readonly string[]
  readonly all: boolean
  readonly repeat?: number
  readonly dryRun: boolean
  readonly json: boolean
}

const off = { kind: 'boolean', default: false, withNegated: false } as const

export const protectRun = buildCommand<Flags, [], AnlaufContext>({
  docs: {
    brief: 'Make the copies that are due: backups, off-site copies, media; then thin out by "keep"',
    fullDescription:
      'Exit code 1 when something failed, 3 when some files could not be read, 4 when a medium has to be loaded. Start it from cron or a timer, or let it stay with --repeat.',
  },
  parameters: {
    flags: {
      estate: estateFlag,
      system: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Only what this system makes (its id)',
      },
      copy: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'Only this copy (repeatable)',
      },
      all: { ...off, brief: 'What is not due yet too' },
      repeat: {
        kind: 'parsed',
        parse: parseCount,
        optional: true,
        brief: 'Stay, and look again after so many minutes',
        placeholder: 'minutes',
      },
      dryRun: { ...off, brief: 'Show what is due, make nothing' },
      json: { ...off, brief: 'JSON on stdout; with --repeat one line a pass' },
    },
    aliases: { n: 'dryRun' },
  },
  async func(flags) {
    const estate = readEstateFile(flags.estate)
    const tasks = tasksOf(estate, { system: flags.system }).filter(
      ({ copy }) => flags.copy === undefined || flags.copy.includes(copy.id),
    )
    if (flags.dryRun) return rehearse(this, flags, tasks)
    for (;;) {
      const pass = await runPass(this, flags, { estate, tasks })
      this.process.exitCode = exitCodeOf(pass)
      if (flags.repeat === undefined) {
        if (flags.json) printJson(this, passJson(pass))
        return
      }
      if (flags.json) printJsonLine(this, { at: this.now().toISOString(), ...passJson(pass) })
      await delay(Math.max(1, flags.repeat) * 60_000, undefined, { signal: this.signal })
    }
  },
})

async function runPass(
  context: AnlaufContext,
  flags: Flags,
  { estate, tasks }: { estate: Estate; tasks: readonly ProtectTask[] },
): Promise<PassResult> {
  using progress = progressLine(context, { quiet: flags.json })
  const pass = await runLayers(estate, tasks, layerPlaces(context), {
    all: flags.all,
    onProgress: (figures) => progress.update(figures),
    onResult(result) {
      progress.end()
      if (!flags.json) printLines(context, resultLines(result))
    },
  })
  progress.end()
  const made = pass.results.filter(({ outcome }) => outcome === 'done').length
  if (!flags.json) {
    printLines(context, [
      ...pass.retained.map(({ copy, forgotten, why }) =>
        why === undefined
          ? `${copy}: ${counted(forgotten, 'snapshot')} forgotten`
          : `${copy}: nothing forgotten: ${why}`,
      ),
      `${counted(made, 'layer')} made, ${pass.results.length - made} not or not whole, ${pass.fresh.length} fresh.`,
    ])
  }
  return pass
}

async function rehearse(context: AnlaufContext, flags: Flags, tasks: readonly ProtectTask[]): Promise<void> {
  const states = await layerStates(tasks, layerPlaces(context))
  const due = states.filter(({ state }) => flags.all || state !== 'fresh')
  if (flags.json) return printJson(context, { dry_run: true, due: due.map(stateJson) })
  printLines(context, [
    ...due.map(({ name, state, failure }) => `would make ${name} (${failure?.message ?? state})`),
    `${counted(due.length, 'layer')} to make; nothing was changed.`,
  ])
}

function resultLines({ name, outcome, summary, failure }: TaskResult): string[] {
  return [
    `${name}: ${outcome === 'done' ? 'done' : outcome.toUpperCase()}, ${summary}`,
    ...(failure === undefined ? [] : [`    What to do: ${failure.hint}`]),
  ]
}

function passJson({ results, fresh, retained }: PassResult) {
  return {
    results: results.map(({ task, name, outcome, summary, failure }) => ({
      layer: name,
      kind: task.kind,
      outcome,
      summary,
      ...(failure && { failure }),
    })),
    fresh,
    retained,
  }
}

/** The worst counts. */
function exitCodeOf({ results }: PassResult): number {
  const outcomes = new Set(results.map(({ outcome }) => outcome))
  if (outcomes.has('failed')) return 1
  if (outcomes.has('partly')) return 3
  return outcomes.has('needs-person') ? 4 : 0
}
