import type { Content } from '../contents.ts'
import type { Verdict } from '../scanner.ts'
import type { HuntHit } from './hunt-report.ts'
import type { InsideAnswer } from './known-insides.ts'
import type { MemberHit } from './member-places.ts'

export interface Held extends Omit<HuntHit, 'sightings'> {
  readonly content: Content
}

/** What a hunt has found so far and what it could not answer, by the catalogue's keys. */
export interface Tally {
  readonly hits: Map<string, Held>
  readonly open: ReadonlyMap<string, { readonly contents: number; readonly bytes: number }>
  readonly counts: { contentsRead: number; bytesRead: number; fromCache: number }
  /** A content counts once, with the first reason. */
  leaveOpen(cause: string, content: Content): void
  noteListed(content: Content, sha256: string): void
  noteVerdict(content: Content, sha256: string, verdict: Verdict): void
  /** What is remembered of its inside; undefined when nobody has looked. */
  noteInside(content: Content, sha256: string, answer: InsideAnswer | undefined): void
}

export function openTally(): Tally {
  const hits = new Map<string, Held>()
  const open = new Map<string, { contents: number; bytes: number }>()
  const left = new Set<string>()
  function leaveOpen(cause: string, { key, size }: Content): void {
    if (left.has(key)) return
    left.add(key)
    const known = open.get(cause) ?? { contents: 0, bytes: 0 }
    open.set(cause, { contents: known.contents + 1, bytes: known.bytes + size })
  }
  function hit(content: Content, found: Pick<HuntHit, 'sha256' | 'verdict' | 'matches' | 'members'>): void {
    hits.set(content.key, { ...found, size: content.size, content })
  }
  return {
    hits,
    open,
    counts: { contentsRead: 0, bytesRead: 0, fromCache: 0 },
    leaveOpen,
    noteListed(content, sha256) {
      hit(content, { sha256, verdict: 'listed', matches: [], members: [] })
    },
    noteVerdict(content, sha256, { verdict, matches, cause }) {
      if (verdict === 'unknown') leaveOpen(cause ?? 'notScanned', content)
      else if (verdict !== 'clean') hit(content, { sha256, verdict, matches, members: [] })
    },
    noteInside(content, sha256, answer) {
      if (answer === undefined) return leaveOpen('insideNotKnown', content)
      const members = answer.holds.map((held): MemberHit => ({ sha256: held }))
      const known = hits.get(content.key)
      if (members.length > 0)
        hit(content, { ...(known ?? { sha256, verdict: 'listed', matches: [] }), members })
      if (answer.gap !== undefined) leaveOpen(answer.gap, content)
    },
  }
}
