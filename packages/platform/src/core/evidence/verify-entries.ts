import { isCanonicalText, type Json } from './canonical-json.ts'
import { entryHash, genesis, maxLine } from './entry.ts'
import { shapeProblem } from './entry-shape.ts'
import { merkleTree } from './merkle.ts'
import { withheldLine } from './withheld.ts'

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
  /** Which of the signed states does not fit, where that is the problem. */
  readonly signed?: number
}

export interface ChainReport {
  readonly entries: number
  /** Lines of which only the hashes are here. */
  readonly withheld: number
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
 * Checks a chain line by line: canonical form, shape, sequence, `prev`, one case. With `signed` (from
 * checkpoints) it also notices a chain that was cut short or rewritten from its beginning. Reads on after a
 * problem, so that one bad line is one finding. Memory does not grow with the log. `withheld` allows lines of
 * which only hashes are given, as exports for one tenant have them: they say that there is a line, and which.
 */
export async function verifyEntries(
  lines: AsyncIterable<string> | Iterable<string>,
  signed: readonly SignedState[] = [],
  { withheld: mayWithhold = false }: { readonly withheld?: boolean } = {},
): Promise<ChainReport> {
  const problems: ChainProblem[] = []
  const add = (line: number, code: ChainProblem['code'], message: string, state?: number): void => {
    if (problems.length >= maxProblems) return
    problems.push({ line, code, message, ...(state !== undefined && { signed: state }) })
  }
  const states = Map.groupBy(signed.entries(), ([, { entries }]) => entries)
  const tree = merkleTree()
  let [count, withheld, head, caseId] = [0, 0, genesis, '']
  const compare = (): void => {
    for (const [place, state] of states.get(count) ?? []) {
      const isHead = state.head === undefined || state.head === head
      const isRoot = state.root === undefined || state.root.equals(tree.root())
      if (isHead && isRoot) continue
      add(count, 'not-as-signed', `the first ${count} lines are not those that were signed`, place)
    }
  }
  compare()
  for await (const line of lines) {
    count += 1
    const hidden = mayWithhold ? withheldLine(line) : undefined
    if (hidden !== undefined) {
      withheld += 1
      head = hidden.hash
      tree.addLeaf(hidden.leaf)
      compare()
      continue
    }
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
  for (const [place, { entries }] of signed.entries()) {
    if (count < entries) add(count, 'truncated', `${entries} entries were signed, ${count} are here`, place)
  }
  return { entries: count, withheld, head, root: tree.root(), problems }
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
  // Also finds doubled names: JSON.parse keeps the last one, so the text that comes back is another.
  if (!isCanonicalText(line, value as Json)) {
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
