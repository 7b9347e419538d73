import { kindOf } from './kind.ts'
import { type FileNode, type SnapshotChanges } from '../history/changes.ts'
import { type Pairing, pairRenames, folderOf } from '../history/renames.ts'
import type { FeatureStore } from '../record/index.ts'
import { commonGrowth } from '../signals/growth.ts'
import { maxNoteBytes, noteEndings } from '../signals/ransom-note.ts'
import type { Thresholds } from '../thresholds.ts'
import { endingOf } from '../validators/index.ts'
import { type Sign, signsBetween } from './evidence.ts'

/** A changed file and why it deserves to be read. */
export interface Lead {
  readonly path: string
  readonly signs: readonly Sign[]
}

/** One tenant in one snapshot. */
export interface TenantNight {
  readonly tenant: string
  readonly changed: number
  readonly added: number
  readonly removed: number
  readonly leads: readonly Lead[]
}

/** What honest work does too (a licence line, a readme, a new program) counts less than a content that was lost. */
const mass = { T8: 5_000, 'T8 new': 1_000, T9: 1_500, T10: 2_000 } as const

/** Looks at one night's changes without reading a byte of them. */
export function lookAtNight(
  changes: Pick<SnapshotChanges, 'added' | 'modified' | 'removed'>,
  context: {
    tenantOf: (path: string) => string
    knows: (ending: string) => boolean
    store: FeatureStore | undefined
    limits: Thresholds
  },
): TenantNight[] {
  const pairing = pairRenames(changes, context.knows, context.limits)
  const replaced = pairing.renamed.filter(({ sameContent }) => !sameContent)
  const pairs = [...changes.modified, ...replaced]
  const byTenant = groupByTenant(pairs, pairing, context.tenantOf)
  return [...byTenant].map(([tenant, { pairs, added, removed }]) => {
    const signs = new Map<string, Sign[]>()
    const note = (path: string, ...more: Sign[]) => {
      if (more.length > 0) signs.set(path, [...(signs.get(path) ?? []), ...more])
    }
    for (const { before, after } of pairs) {
      if (context.store !== undefined) note(after.path, ...signsBetween(context.store, before, after))
      if (before.path !== after.path && pairing.massEndings.has(endingOf(after.path)))
        note(after.path, { signal: 'T8', score: mass.T8 })
    }
    for (const { path } of added)
      if (pairing.massEndings.has(endingOf(path))) note(path, { signal: 'T8 new', score: mass['T8 new'] })
    for (const path of grownAlike(pairs, context.limits)) note(path, { signal: 'T9', score: mass.T9 })
    for (const path of notesAmong(added, context.limits)) note(path, { signal: 'T10', score: mass.T10 })
    const leads = [...signs].map(([path, found]) => ({ path, signs: found }))
    return { tenant, changed: pairs.length, added: added.length, removed: removed.length, leads }
  })
}

interface Pair {
  readonly before: FileNode
  readonly after: FileNode
}

interface Share {
  readonly pairs: Pair[]
  readonly added: FileNode[]
  readonly removed: FileNode[]
}

function groupByTenant(
  pairs: readonly Pair[],
  { added, removed }: Pairing,
  tenantOf: (path: string) => string,
): Map<string, Share> {
  const shares = new Map<string, Share>()
  const shareOf = (path: string): Share => {
    const tenant = tenantOf(path)
    const known = shares.get(tenant) ?? { pairs: [], added: [], removed: [] }
    shares.set(tenant, known)
    return known
  }
  for (const pair of pairs) shareOf(pair.after.path).pairs.push(pair)
  for (const file of added) shareOf(file.path).added.push(file)
  for (const file of removed) shareOf(file.path).removed.push(file)
  return shares
}

/** T9 among all changes; the judge asks it of unexplained ones only. */
function grownAlike(pairs: readonly Pair[], limits: Thresholds): string[] {
  const growths = pairs.map(({ before, after }) => ({
    bytes: (after.node.size ?? 0) - (before.node.size ?? 0),
    kind: kindOf(before.path),
    path: after.path,
  }))
  const common = commonGrowth(growths, limits)
  return common === undefined
    ? []
    : growths.filter(({ bytes }) => bytes === common.bytes).map(({ path }) => path)
}

/** T10 without a look inside: the same new small text in several folders. */
function notesAmong(added: readonly FileNode[], limits: Thresholds): string[] {
  const small = added.filter(
    ({ path, node: { size = 0 } }) => size > 0 && size <= maxNoteBytes && noteEndings.has(endingOf(path)),
  )
  return [...Map.groupBy(small, ({ key }) => key).values()]
    .filter((copies) => new Set(copies.map(folderOf)).size >= limits.noteFolders)
    .flatMap((copies) => copies.map(({ path }) => path))
}
