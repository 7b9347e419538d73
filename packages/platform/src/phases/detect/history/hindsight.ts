import type { Thresholds } from '../thresholds.ts'
import { endingOf } from '../validators/index.ts'
import type { Kin } from './kin.ts'
import { convictInHindsight, type Track } from './timeline.ts'

/**
 * What later nights say about earlier ones: the first file that a slow attacker renames has an ending that says
 * nothing yet. When several convicted files of the tenant carry it in the end, and no trusted one ever did, the
 * undecided ones that carry it are of the same campaign.
 */
export function judgeInHindsight(
  tracks: Iterable<Track>,
  kin: Pick<Kin, 'knows'>,
  limits: Pick<Thresholds, 'alarmConvictions'>,
): void {
  const renamed = [...tracks].filter(({ path, role }) => role !== 'note' && !kin.knows(endingOf(path)))
  const keyOf = ({ tenant, path }: Track) => JSON.stringify([tenant, endingOf(path)])
  for (const members of Map.groupBy(renamed, keyOf).values()) {
    const ending = endingOf(members[0]?.path ?? '')
    const convicted = members.filter(({ versions }) =>
      versions.some(({ verdict }) => verdict === 'convicted'),
    )
    // One more than an alarm needs: those are what the others are measured by.
    if (ending === '' || convicted.length <= limits.alarmConvictions) continue
    const reason = `has the ending "${ending}" that ${convicted.length} encrypted files got sooner or later`
    for (const track of members) convictInHindsight(track, reason)
  }
}
