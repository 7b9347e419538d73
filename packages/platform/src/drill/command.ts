import { buildCommand } from '@stricli/core'

import { type AnlaufContext, parseCount, parseSize } from '../doors/cli/index.ts'
import type { DrillFlags } from './play-command.ts'

/** 160 MB: about two minutes on two cores, enough for several thousand real files. */
const defaultBytes = '160MB'

export const drillCommand = buildCommand<DrillFlags, [], AnlaufContext>({
  docs: {
    brief: 'Play the whole night on an own small provider and score it against the truth',
    fullDescription:
      'Builds a small provider from real files, backs it up over several simulated days, attacks it, then detects, recovers, releases and informs. Exit code 0 only if nothing wrong was released, everything restorable was restored exactly, the evidence and the public site verify, every onset is exact, mails and databases fit, and customers and public were told without a mistake. At a terminal the console is open on its case from the first alarm on, and stays open after the score until Ctrl-C; with --no-serve, or where no terminal is, it ends by itself and prints the command that opens it.',
  },
  parameters: {
    flags: {
      seed: { kind: 'parsed', parse: parseCount, default: '1', brief: 'Equal seeds play equal nights' },
      bytes: {
        kind: 'parsed',
        parse: parseSize,
        default: defaultBytes,
        brief: 'Size of the estate, e.g. 10GB',
      },
      source: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'Folder whose files fill the estate (default: the installed dependencies)',
      },
      work: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Folder to play in (default: a new one)',
      },
      estate: { kind: 'parsed', parse: String, optional: true, brief: 'Estate file (default: the example)' },
      serve: {
        kind: 'boolean',
        optional: true,
        brief: 'Open the console on the case, while it is played and afterwards (default: at a terminal)',
      },
      json: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Write the score to this file; "-" is stdout',
      },
    },
  },
  // What makes real files (office, pictures, PDF) is loaded only for the drill: half a second for every other command.
  async func(flags) {
    const { playCommand } = await import('./play-command.ts')
    await playCommand(this, flags)
  },
})
