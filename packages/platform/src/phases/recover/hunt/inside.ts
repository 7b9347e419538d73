import type { UnknownCause } from '../scanner.ts'

/** Why not everything in a content is known; `manyMembers`: it holds more than are remembered of one. */
export type InsideGap = UnknownCause | 'manyMembers'

/** What somebody found who looked into a content. */
export interface InsideRow {
  /** SHA-256 of the content. */
  readonly key: string
  /** Its members at every depth, 16 bytes each; empty for what is no container. */
  readonly members: Buffer
  /** Absent when all of it was taken apart. */
  readonly gap?: InsideGap
}

/** Of a member's SHA-256 so many bytes are remembered: 128 bits, which nobody makes equal. */
export const memberBytes = 16
/**
 * Members remembered of one content, 320 kB; all office documents and nearly all archives have fewer (the most on a
 * Debian machine with development tools: 7,500).
 */
export const mostMembers = 20_000

/** Gathers what a container turns out to hold while it is taken apart. */
export interface OpenInside {
  add(members: readonly { readonly key: string }[]): void
  /** With what could not be looked at. */
  close(problems: readonly UnknownCause[]): InsideRow
}

export function openInside(key: string): OpenInside {
  const members: string[] = []
  let isCut = false
  return {
    add(more) {
      for (const member of more) {
        if (members.length < mostMembers) members.push(member.key.slice(0, 2 * memberBytes))
        else isCut = true
      }
    },
    close(problems) {
      const gap = gapOrder.find((one) => (one === 'manyMembers' ? isCut : problems.includes(one)))
      const row = { key, members: Buffer.from(members.join(''), 'hex') }
      return gap === undefined ? row : { ...row, gap }
    },
  }
}

/** What no other look mends comes first. */
const gapOrder: readonly InsideGap[] = [
  'encryptedContainer',
  'limitExceeded',
  'unparseable',
  'manyMembers',
  'timeout',
  'crash',
  'selfTestFailed',
  'notScanned',
]

/** True for what another look may mend. */
export function isPassing(gap: InsideGap): boolean {
  return gapOrder.indexOf(gap) > gapOrder.indexOf('manyMembers')
}

/** Few hashes are looked for by the engine's own search, which is 20 times as fast as comparing member by member. */
const fewHashes = 8

/** Finds which of some hashes stand among remembered members. */
export function memberSearch(wanted: ReadonlySet<string>): (members: Buffer) => readonly string[] {
  const hashes = [...wanted]
  if (hashes.length <= fewHashes) {
    const patterns = hashes.map((hash) => [hash, Buffer.from(hash, 'hex').subarray(0, memberBytes)] as const)
    return (members) => patterns.flatMap(([hash, pattern]) => (standsIn(members, pattern) ? [hash] : []))
  }
  const byBeginning = new Map(hashes.map((hash) => [beginning(Buffer.from(hash, 'hex'), 0), hash]))
  return (members) => {
    const found = new Set<string>()
    for (let at = 0; at < members.length; at += memberBytes) {
      const hash = byBeginning.get(beginning(members, at))
      if (hash !== undefined) found.add(hash)
    }
    return [...found]
  }
}

function beginning(bytes: Buffer, at: number): string {
  return bytes.toString('latin1', at, at + memberBytes)
}

/** At the place of a member: two that stand side by side may hold it across their border. */
function standsIn(members: Buffer, pattern: Buffer): boolean {
  for (let at = members.indexOf(pattern); at >= 0; at = members.indexOf(pattern, at + 1)) {
    if (at % memberBytes === 0) return true
  }
  return false
}
