import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { withVolume } from '../../../phases/protect/index.ts'
import type { AnlaufContext } from '../context.ts'
import { parseCount, parseLine } from '../flags/flag-values.ts'
import { recordsOf } from './sources.ts'
import { setJson } from './written.ts'
import { printJson, printLines } from '../terminal/output.ts'

interface Flags {
  readonly at: string
  readonly by: string
  readonly json: boolean
}

export const mediaPlace = buildCommand<Flags, [string, number], AnlaufContext>({
  docs: { brief: 'Write down where a volume lies now, and who brought it there' },
  parameters: {
    flags: {
      at: { kind: 'parsed', parse: parseLine, brief: 'Where: "safe 2, house B"', placeholder: 'place' },
      by: { kind: 'parsed', parse: parseLine, brief: 'Who brought it', placeholder: 'name' },
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
    positional: {
      kind: 'tuple',
      parameters: [
        { parse: String, brief: 'Media set', placeholder: 'set' },
        { parse: parseCount, brief: 'Number of the volume', placeholder: 'volume' },
      ],
    },
  },
  func({ at, by, json }, set, volume) {
    const records = recordsOf(this)
    const before = records.get(set)
    if (!before.volumes.some((one) => one.volume === volume)) {
      throw new AnlaufError('not-found', `The set ${set} has no volume ${volume}.`, {
        hint: `It has volumes 1 to ${before.volumes.length}.`,
      })
    }
    const moved = { at: this.now().toISOString(), place: at, by }
    const after = withVolume(before, volume, (one) => ({ ...one, custody: [...one.custody, moved] }))
    records.update(after)
    if (json) printJson(this, setJson(after))
    else printLines(this, [`Volume ${volume} of ${set} lies at: ${at} (${by}).`])
  },
})
