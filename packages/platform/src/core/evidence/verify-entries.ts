import { canonicalJson, type Json } from './canonical-json.ts'
import { type Entry, entryHash, genesis } from './entry.ts'

export interface ChainProblem {
  /** Line number, from 1. */
  readonly line: number
  readonly code:
    | 'not-json'
    | 'not-canonical'
    | 'wrong-sequence'
    | 'broken-chain'
    | 'other-case'
    | 'too-long'
    | 'truncated'
  readonly message: string
}

export interface ChainReport {
  readonly entries: number
  /** SHA-256 of the last line. */
  readonly head: string
  readonly problems: readonly ChainProblem[]
}

/** No honest line is longer. */
const maxLine = 1024 * 1024
/** After this many problems more say nothing new. */
const maxProblems = 100

/**
 * Checks a chain line by line: canonical form, sequence, `prev`, one case. With `expected` (from a signed
 * checkpoint) it also notices a chain that was cut short or rewritten to its end.
 */
export async function verifyEntries(
  lines: AsyncIterable<string> | Iterable<string>,
  expected?: { readonly entries: number; readonly head?: string },
): Promise<ChainReport> {
  const problems: ChainProblem[] = []
  const add = (line: number, code: ChainProblem['code'], message: string): void => {
    if (problems.length < maxProblems) problems.push({ line, code, message })
  }
  let [count, head, caseId] = [0, genesis, '']
  for await (const line of lines) {
    count += 1
    if (line.length > maxLine) {
      add(count, 'too-long', `line ${count} is longer than ${maxLine} characters`)
      head = entryHash(line)
      continue
    }
    const entry = parse(line)
    if (entry === undefined) add(count, 'not-json', `line ${count} is no JSON object`)
    else {
      caseId ||= entry.case
      if (!isCanonical(entry, line)) add(count, 'not-canonical', `line ${count} is not in canonical form`)
      if (entry.seq !== count) add(count, 'wrong-sequence', `line ${count} carries the number ${entry.seq}`)
      if (entry.prev !== head) add(count, 'broken-chain', `line ${count} does not follow the line before it`)
      if (entry.case !== caseId) add(count, 'other-case', `line ${count} belongs to another case`)
    }
    head = entryHash(line)
  }
  const isShort = expected !== undefined && count < expected.entries
  if (isShort) add(count, 'truncated', `${expected.entries} entries were signed, ${count} are here`)
  if (expected?.head !== undefined && !isShort && expected.entries === count && expected.head !== head) {
    add(count, 'broken-chain', 'the last line is not the one that was signed')
  }
  return { entries: count, head, problems }
}

function parse(line: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entry) : undefined
  } catch {
    return undefined
  }
}

function isCanonical(entry: Entry, line: string): boolean {
  try {
    return canonicalJson(entry as unknown as Json) === line
  } catch {
    return false
  }
}
