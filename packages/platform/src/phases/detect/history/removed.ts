import type { Night } from './night.ts'
import { oldTrack } from './night.ts'
import { folderOf, type Pairing } from './renames.ts'
import { judged, lastHeldIn } from './timeline.ts'

/**
 * Vanished beside files that took others' places and are convicted: perhaps gone with the attack, perhaps
 * deleted the same day. Everything else was deleted; its content stays known.
 */
export function judgeRemoved(night: Night, pairing: Pairing): void {
  const struck = new Set(
    night.events
      .flatMap(({ tracks }) =>
        tracks.filter(
          ({ role, versions }) => role === 'successor' && versions.at(-1)?.verdict === 'convicted',
        ),
      )
      .map(folderOf),
  )
  for (const file of pairing.removed) {
    const known = night.tracks.get(file.path)
    if (known !== undefined) lastHeldIn(known, night.before)
    if (known?.tainted !== true && (file.node.size ?? 0) > 0) night.trustedKeys.add(file.key)
    if (!struck.has(folderOf(file))) {
      if (known !== undefined) known.gone = true
      continue
    }
    const track = oldTrack(night, file)
    if (track.role !== 'victim') track.gone = true
    else
      judged(
        track,
        night.snapshot,
        { verdict: 'suspicious', reasons: ['vanished where others were encrypted'] },
        undefined,
      )
  }
}
