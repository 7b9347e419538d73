import { dirname, sep } from 'node:path'
import { statSync } from 'node:fs'

import type { Random } from '../random.ts'
import type { AttackMode } from './attack-mode.ts'
import { attackFile, type Hit, leaveNote, type Timestamp, type WriteShape } from './player.ts'

/** In which order a family walks: as it finds files, folder by folder from the deepest, by size, or at random. */
export type WalkOrder = 'as-listed' | 'deepest-first' | 'smallest-first' | 'largest-first' | 'random'

/** One attack on a set of files: modes in turn, one way to write, one order, one habit with notes. */
export interface Campaign {
  /** Seeds keys, ids and endings. */
  readonly name: string
  /** Each file takes the next one; several make what a family does by size or kind. */
  readonly modes: readonly AttackMode[]
  readonly shape: WriteShape
  readonly order: WalkOrder
  /** A note in every folder, when the first file of it is hit or when all is done; of the first mode that has one. */
  readonly notes: 'before' | 'after' | 'none'
  readonly keepsNames?: boolean
  readonly timestomps?: boolean
}

/** What a step left behind: a file that was hit, or a note. */
export type Step = { readonly hit: Hit } | { readonly note: string }

/**
 * Plays a campaign over files of a marked estate, one step at a time, so that the caller sets the pace: 417 files a
 * second or one a night. `files` are absolute paths. Files that the modes leave alone are passed over. Throws
 * `drill-marker-missing` as the player does.
 */
export function* playCampaign(
  root: string,
  files: readonly string[],
  campaign: Campaign,
  { random, at }: { random: Random; at: Date },
): Generator<Step, void> {
  const note = campaign.modes.find((mode) => mode.note !== undefined)?.note?.(campaign.name)
  const folders = new Set<string>()
  const timestamp: Timestamp = campaign.timestomps === true ? 'as-before' : at
  for (const [place, path] of inOrder(files, campaign.order, random).entries()) {
    const mode = campaign.modes[place % campaign.modes.length]
    if (mode === undefined) return
    const how = { mode, campaign: campaign.name, shape: campaign.shape, at: timestamp }
    const hit = attackFile(root, path, { ...how, keepsName: campaign.keepsNames === true })
    if (hit === undefined) continue
    const folder = dirname(path)
    if (campaign.notes === 'before' && note !== undefined && !folders.has(folder)) {
      yield { note: leaveNote(root, folder, note, at) }
    }
    folders.add(folder)
    yield { hit }
  }
  if (campaign.notes !== 'after' || note === undefined) return
  for (const folder of folders) yield { note: leaveNote(root, folder, note, at) }
}

function inOrder(files: readonly string[], order: WalkOrder, random: Random): readonly string[] {
  const by = (rank: (path: string) => number) => {
    const ranks = new Map(files.map((path) => [path, rank(path)]))
    return [...files].sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0) || (a < b ? -1 : 1))
  }
  switch (order) {
    case 'as-listed':
      return files
    case 'random':
      return random.shuffled(files)
    case 'deepest-first':
      return by((path) => -path.split(sep).length)
    case 'smallest-first':
      return by((path) => statSync(path).size)
    case 'largest-first':
      return by((path) => -statSync(path).size)
  }
}
