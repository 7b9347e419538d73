import type { JobShown } from '../../api/shapes.ts'
import { bytes, count, span } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { phaseWords } from './phase-words.ts'
import { jobsWords } from './jobs-words.ts'

/** How far a program is, as it counts itself. A share is shown only where it knows the whole. */
export function JobProgress({ counters }: { counters: NonNullable<JobShown['counters']> }) {
  const words = useWords(jobsWords)
  const phases = useWords(phaseWords)
  const { language } = useLanguage()
  const { phase, done, total, bytesDone, bytesTotal, bytesPerSecond, secondsLeft } = counters
  const [part, whole] =
    bytesDone !== undefined && bytesTotal !== undefined && bytesTotal > 0
      ? [bytesDone, bytesTotal]
      : [done, total]
  const share = whole === undefined || whole === 0 ? undefined : part / whole
  const figures = [
    total === undefined ? count(done, language) : words.of(count(done, language), count(total, language)),
    ...(bytesDone === undefined
      ? []
      : [
          bytesTotal === undefined
            ? bytes(bytesDone, language)
            : words.of(bytes(bytesDone, language), bytes(bytesTotal, language)),
        ]),
    ...(bytesPerSecond > 0 ? [words.rate(bytes(bytesPerSecond, language))] : []),
    ...(secondsLeft === undefined ? [] : [words.left(span(secondsLeft * 1000, language))]),
  ]
  return (
    <div className="job-progress">
      <label>
        {phases[phase] ?? phase}
        {share === undefined ? <progress /> : <progress value={share} max={1} />}
      </label>
      <span>{figures.join(' · ')}</span>
    </div>
  )
}
