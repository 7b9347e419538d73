import type { Thresholds } from '../thresholds.ts'
import { endingOf } from '../validators/index.ts'
import type { Kin } from './kin.ts'
import { convictByRhythm } from './rhythm.ts'
import { convictSlowCampaigns, type Past } from './slow-campaigns.ts'
import { convictInHindsight, type Track } from './timeline.ts'

/**
 * What later nights say about earlier ones: the first file that a slow attacker renames has an ending that says
 * nothing yet. When several convicted files of the tenant carry it in the end, and no trusted one ever did, the
 * undecided ones that carry it are of the same campaign. So are, without any conviction, as many files of unknown
 * content under one such ending as a mass has, when nearly each came in a night in which a file beside it vanished
 * that can have become it.
 */
export function judgeInHindsight(
  { tracks, kin, swaps, times }: Past & { readonly kin: Pick<Kin, 'knows'> },
  limits: Pick<Thresholds, 'alarmConvictions' | 'renamedFiles'>,
): void {
  byUnnatural(tracks, limits)
  convictSlowCampaigns({ tracks, swaps, times }, limits)
  const renamed = tracks.filter(({ path, role }) => role !== 'note' && !kin.knows(endingOf(path)))
  const keyOf = ({ tenant, path }: Track) => JSON.stringify([tenant, endingOf(path)])
  for (const members of Map.groupBy(renamed, keyOf).values()) {
    const ending = endingOf(members[0]?.path ?? '')
    const reason = ending === '' ? undefined : reasonAgainst(ending, members, limits)
    if (reason === undefined) continue
    for (const track of members) {
      if (track.role === 'victim' && track.tainted) track.role = 'successor'
      convictInHindsight(track, reason)
    }
  }
  convictByRhythm({ tracks, times }, limits)
}

/** T6, T11, a file now and then: one that became zeros or digits is an accident, a handful of one tenant is none. */
function byUnnatural(tracks: readonly Track[], limits: Pick<Thresholds, 'renamedFiles'>): void {
  const odd = tracks.filter(({ unnaturalIn }) => unnaturalIn.length > 0)
  for (const members of Map.groupBy(odd, ({ tenant }) => tenant).values()) {
    if (members.length < limits.renamedFiles) continue
    const reason = `one of ${members.length} files that became a pattern or encoded noise sooner or later`
    for (const track of members)
      convictInHindsight(track, reason, (snapshot) => track.unnaturalIn.includes(snapshot))
  }
}

function reasonAgainst(
  ending: string,
  members: readonly Track[],
  limits: Pick<Thresholds, 'alarmConvictions' | 'renamedFiles'>,
): string | undefined {
  const convicted = members.filter(({ versions }) => versions.some(({ verdict }) => verdict === 'convicted'))
  // One more than an alarm needs: those are what the others are measured by.
  if (convicted.length > limits.alarmConvictions) {
    return `has the ending "${ending}" that ${convicted.length} encrypted files got sooner or later`
  }
  const undecided = members.filter(({ tainted }) => tainted)
  const replacing = undecided.filter(({ mayReplace }) => mayReplace)
  if (undecided.length < limits.renamedFiles || replacing.length * 5 < members.length * 4) return undefined
  return `one of ${undecided.length} unknown files with the unseen ending "${ending}", for ${replacing.length} of which a file vanished`
}
