import { LineCounter, parseDocument } from 'yaml'

import type { EstateProblem } from './model.ts'
import { type Reading, readShape, type Shape } from './shape.ts'

/** A provider with tens of thousands of tenants needs some megabytes. */
const maxLength = 16 * 1024 * 1024

/**
 * Reads a YAML 1.2 document by its shape: the value, and every problem with line, column, what is wrong and how to
 * mend it. With problems the value is not whole. Never throws for bad input; aliases and includes are refused.
 * `what` names the document in messages ("an estate file").
 */
export function readDocument(
  text: string,
  file: string,
  shape: Shape,
  what: string,
): { readonly raw: unknown; readonly reading: Reading } {
  const counter = new LineCounter()
  const reading: Reading = { file, counter, problems: [], places: new Map() }
  if (text.length > maxLength) {
    reading.problems.push(
      whole(file, 'the file is larger than 16 MiB', `Split it; ${what} holds names, not data.`),
    )
    return { raw: undefined, reading }
  }
  const document = parseDocument(text, {
    lineCounter: counter,
    uniqueKeys: true,
    merge: false,
    version: '1.2',
  })
  for (const { pos, message } of document.errors) {
    const { line, col } = counter.linePos(pos[0])
    const [first = message] = message.split('\n')
    reading.problems.push({ ...whole(file, first, 'Mend the YAML at this place first.'), line, column: col })
  }
  const raw = reading.problems.length > 0 ? undefined : readShape(reading, document.contents, shape, '')
  return { raw, reading }
}

function whole(file: string, message: string, hint: string): EstateProblem {
  return { file, line: 1, column: 1, path: '', message, hint, severity: 'error' }
}
