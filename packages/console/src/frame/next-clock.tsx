import { useWords } from '../words/language.tsx'
import { frameWords } from './frame-words.ts'

/** The clock that runs out next; until the server tells of clocks it is not known, and says so. */
export function NextClock() {
  const words = useWords(frameWords)
  return (
    <div>
      <dt>{words.nextClock}</dt>
      <dd className="quiet">{words.unknown}</dd>
    </div>
  )
}
