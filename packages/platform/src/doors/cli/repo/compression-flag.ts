import type { Compression } from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'

/** restic's `--compression`, for commands that write data. */
export const compressionFlag = {
  kind: 'enum',
  values: ['auto', 'off', 'max'],
  optional: true,
  brief: 'How hard to compress, in repositories of format 2 (default: RESTIC_COMPRESSION, auto)',
} as const

/** Flag, environment or `auto`. Throws `input-invalid` for another word in the environment. */
export function chosenCompression(context: AnlaufContext, flag: Compression | undefined): Compression {
  const word = flag ?? (context.process.env['RESTIC_COMPRESSION'] || 'auto')
  if (word === 'off' || word === 'auto' || word === 'max') return word
  throw new AnlaufError('input-invalid', `RESTIC_COMPRESSION is "${word}".`, {
    hint: 'Set it to off, auto or max, or unset it.',
  })
}
