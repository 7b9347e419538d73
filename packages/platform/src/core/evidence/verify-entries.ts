import { canonicalJson, type Json } from './canonical-json.ts'
import { entryHash, genesis, maxLine } from './entry.ts'
import { shapeProblem } from './entry-shape.ts'
import { merkleTree } from './merkle.ts'

export interface ChainProblem {
  /** Line number, from 1, which is also the sequence number the line should carry. */
  readonly line: number
  readonly code:
    | 'not-json'
    | 'not-canonical'
    | 'malformed'
    | 'wrong-sequence'
    | 'broken-chain'
    | 'other-case'
    | 'too-long'
    | 'truncated'
    | 'not-as-signed'
  readonly message: string
}

export interface ChainReport {
  readonly entries: number
  /** SHA-256 of the last line. */
  readonly head: string
  /** Merkle root over all lines. */
  readonly root: Buffer
  readonly problems: readonly ChainProblem[]
}

/** What was signed or printed about the first `entries` lines; a log that went on since still has to fit. */
export interface SignedState {
  readonly entries: number
  readonly head?: string
  readonly root?: Buffer
}

/** After this many problems more say nothing new. */
const maxProblems = 100

/**
 * Checks a chain line by line: canonical form, shape, sequence, `prev`, one case. With `signed` (from a
 * checkpoint) it also notices a chain that was cut short or rewritten from its beginning. Reads on after a
 * problem, so that one bad line is one finding. Memory does not grow with the log.
 */
export async function verifyEntries(
  lines: AsyncIterable<string> | Iterable<string>,
  signed?: SignedState,
): Promise<ChainReport> {
  const problems: ChainProblem[] = []
  const add = (line: number, code: ChainProblem['code'], message: string): void => {
    if (problems.length < maxProblems) problems.push({ line, code, message })
  }
  const tree = merkleTree()
  let [count, head, caseId] = [0, genesis, '']
  const compare = (): void => {
    if (signed?.entries !== count) return
    const isHead = signed.head === undefined || signed.head === head
    const isRoot = signed.root === undefined || signed.root.equals(tree.root())
    if (!isHead || !isRoot)
      add(count, 'not-as-signed', `the first ${count} lines are not those that were signed`)
  }
  compare()
  for await (const line of lines) {
    count += 1
    const { entry, problem } = read(line)
    if (problem !== undefined) add(count, problem.code, `line ${count} ${problem.message}`)
    if (entry !== undefined) {
      caseId ||= String(entry['case'])
      if (entry['seq'] !== count)
        add(count, 'wrong-sequence', `line ${count} carries the number ${String(entry['seq'])}`)
      if (entry['prev'] !== head)
        add(count, 'broken-chain', `line ${count} does not follow the line before it`)
      if (entry['case'] !== caseId) add(count, 'other-case', `line ${count} belongs to another case`)
    }
    head = entryHash(line)
    tree.add(line)
    compare()
  }
  if (signed !== undefined && count < signed.entries) {
    add(count, 'truncated', `${signed.entries} entries were signed, ${count} are here`)
  }
  return { entries: count, head, root: tree.root(), problems }
}

interface Reading {
  readonly entry?: Readonly<Record<string, unknown>>
  readonly problem?: { readonly code: ChainProblem['code']; readonly message: string }
}

function read(line: string): Reading {
  if (line.length > maxLine) {
    return { problem: { code: 'too-long', message: `is longer than ${maxLine} characters` } }
  }
  const value = parse(line)
  if (value === undefined) return { problem: { code: 'not-json', message: 'is no JSON object' } }
  if (!isCanonical(value, line)) {
    return { entry: value, problem: { code: 'not-canonical', message: 'is not in canonical form' } }
  }
  const misshape = shapeProblem(value)
  if (misshape === undefined) return { entry: value }
  return { entry: value, problem: { code: 'malformed', message: `is no evidence entry: ${misshape}` } }
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}

/** Also finds doubled names: JSON.parse keeps the last one, so the text that comes back is another. */
function isCanonical(value: Readonly<Record<string, unknown>>, line: string): boolean {
  try {
    return canonicalJson(value as Json) === line
  } catch {
    return false
  }
}
