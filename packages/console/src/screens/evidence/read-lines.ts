import type { EntryShape } from '../../api/shapes.ts'

/** A line of the log with the hash that this browser computed of it. */
export interface CheckedEntry {
  readonly entry: EntryShape
  readonly line: string
  readonly hash: string
  /** Whether the entry before it, as far as it is shown, has the hash that this one names. */
  readonly chain: 'fits' | 'broken' | 'first'
}

/**
 * Reads stored lines and checks the chain between them, here and not at the server: SHA-256 of the very bytes, as
 * `sha256sum` would. A line that is no JSON is a broken one, not an exception.
 */
export async function readLines(text: string): Promise<CheckedEntry[]> {
  const lines = text.split('\n').filter((line) => line !== '')
  const hashes = await Promise.all(lines.map((line) => sha256(line)))
  return lines.flatMap((line, at): CheckedEntry[] => {
    const entry = parsed(line)
    const before = hashes[at - 1]
    if (entry === undefined) return []
    const chain = before === undefined ? 'first' : entry.prev === before ? 'fits' : 'broken'
    return [{ entry, line, hash: hashes[at] ?? '', chain }]
  })
}

function parsed(line: string): EntryShape | undefined {
  try {
    return JSON.parse(line) as EntryShape
  } catch {
    return undefined
  }
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
