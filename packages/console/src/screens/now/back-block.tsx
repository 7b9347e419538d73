import type { FirstHour } from '../../api/shapes.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { bytes, count, span } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { jobWords, nowWords } from './now-words.ts'

/** From counters of programs only; a range, never a date. */
export function BackBlock({ back }: Pick<FirstHour, 'back'>) {
  const words = useWords(nowWords)
  const jobs = useWords(jobWords)
  const { language } = useLanguage()
  const { planned, restored, handedBack, running, bytesPerSecond, secondsLeft, waves } = back
  const share = planned === null || planned.bytes === 0 ? undefined : restored.bytes / planned.bytes
  return (
    <section className="block back" aria-labelledby="back">
      <h2 id="back">{words.back}</h2>
      {planned === null ? (
        <StateMark tone="unknown">{words.nothingPlanned}</StateMark>
      ) : (
        <>
          <p className="lead">
            <strong>{words.ofBytes(bytes(restored.bytes, language), bytes(planned.bytes, language))}</strong>{' '}
            <span className="quiet">
              {words.ofFiles(count(restored.files, language), count(planned.files, language))}
            </span>
          </p>
          {share !== undefined && <progress value={Math.min(1, share)} aria-label={words.restoredShare} />}
        </>
      )}
      <dl className="pairs">
        <dt>{words.handedBack}</dt>
        <dd>{words.units(count(handedBack.units, language))}</dd>
        <dt>{words.left}</dt>
        <dd>
          {secondsLeft === null ? (
            <StateMark tone="unknown">{words.noRate}</StateMark>
          ) : (
            words.range(span(secondsLeft.from * 1000, language), span(secondsLeft.to * 1000, language))
          )}
        </dd>
        {bytesPerSecond !== null && (
          <>
            <dt>{words.rate}</dt>
            <dd>{bytes(bytesPerSecond.middle, language)}/s</dd>
          </>
        )}
        {waves !== null && waves.length > 0 && (
          <>
            <dt>{words.order}</dt>
            <dd>{waves.map((wave) => wave.join(', ')).join(' → ')}</dd>
          </>
        )}
      </dl>
      {running.length > 0 && (
        <ul className="plain-list">
          {running.slice(0, 3).map(({ job, kind, unit, counters }) => (
            <li key={job}>
              <StateMark tone="busy">
                {jobs[kind] ?? kind} {unit}
              </StateMark>
              <span className="quiet">
                {counters === null
                  ? words.started
                  : `${count(counters.done, language)} · ${bytes(counters.bytesPerSecond, language)}/s`}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="quiet">{words.noDate}</p>
    </section>
  )
}
