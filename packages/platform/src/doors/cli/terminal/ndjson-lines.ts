import { createReadStream } from 'node:fs'

import { maxLine } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'

/** The lines of a file of evidence entries, split at "\n" only. Throws `evidence-broken` for a line without end. */
export async function* ndjsonLines(file: string): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of createReadStream(file, 'utf8') as AsyncIterable<string>) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
    if (rest.length <= maxLine) continue
    throw new AnlaufError('evidence-broken', `${file} has a line of more than ${maxLine} characters.`, {
      hint: 'No entry of ours is that long; get another copy of the export.',
    })
  }
  if (rest !== '') yield rest
}
