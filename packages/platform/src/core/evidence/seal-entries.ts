import { AnlaufError } from '../failure.ts'
import { shapeProblem } from './entry-shape.ts'
import { type EntryDraft, type Entry, entryLine, entryHash, type ChainHead, maxLine } from './entry.ts'

const tool = { tool: 'anlauf', toolVersion: '0.1.0' }

/**
 * Seals drafts after a head, all or nothing. Throws `input-invalid` for whatever `verifyEntries` would not
 * accept: what canonical JSON cannot say, a misshapen or too long entry, chain names inside it.
 */
export function sealEntries(
  caseId: string,
  head: ChainHead,
  drafts: readonly EntryDraft[],
): { entries: readonly Entry[]; lines: readonly string[]; head: ChainHead } {
  const entries: Entry[] = []
  const lines: string[] = []
  let { seq, hash } = head
  for (const draft of drafts) {
    const entry: Entry = { ...tool, ...draft, seq: seq + 1, case: caseId, prev: hash }
    const line = entryLine(entry)
    refuseUnacceptable(entry, line)
    entries.push(entry)
    lines.push(line)
    seq += 1
    hash = entryHash(line)
  }
  return { entries, lines, head: { seq, hash } }
}

function refuseUnacceptable(entry: Entry, line: string): void {
  const problem =
    shapeProblem(entry) ?? (line.length > maxLine ? `longer than ${maxLine} characters` : undefined)
  if (problem === undefined) return
  throw new AnlaufError('input-invalid', `The evidence entry "${entry.kind}" cannot be kept: ${problem}.`, {
    hint: 'Mend what the message names; evidence holds ids, counts and hashes, long content lives elsewhere.',
  })
}
