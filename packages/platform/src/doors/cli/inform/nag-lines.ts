import type { Nag } from '../../../core/updates/index.ts'
import { formatTime } from '../terminal/output.ts'

/** One line for each thing that somebody should be asked about. */
export function nagLines(nags: readonly Nag[]): readonly string[] {
  return nags.map((nag) => {
    switch (nag.nag) {
      case 'silence':
        return `Silence for more than ${nag.hours} hours: "${nag.service}" is ${nag.state}, and no update named it since ${formatTime(nag.since)}.`
      case 'staff-not-told':
        return `Staff were not told before update ${nag.number} ("${nag.update}"). Write to them: "audience: staff".`
      case 'review-over':
        return `Update ${nag.number} was to be reviewed by ${formatTime(nag.reviewBy)}. Publish it anew.`
    }
  })
}
