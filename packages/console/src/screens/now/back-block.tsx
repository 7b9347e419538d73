import type { FirstHour } from '../../api/shapes.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { useTenantNames } from '../../parts/tenant-names.ts'
import { bytes, count, span } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { jobWords, nowWords } from './now-words.ts'

/** From counters of programs only; a range, never a date. */
export function BackBlock({ back, services }: Pick<FirstHour, 'back'> & Pick<FirstHour['hit'], 'services'>) {
  const words = useWords(nowWords)
  const jobs = useWords(jobWords)
  const nameOf = useTenantNames()
  const { language } = useLanguage()
  const { planned, plannedDone, restored, handedBack, running, bytesPerSecond, secondsLeft, waves } = back
  const share = planned === null || planned.bytes === 0 ? undefined : plannedDone.bytes / planned.bytes
  const isDone = planned !== null && plannedDone.units === planned.units
  const names = new Map(services.map(({ id, name }) => [id, name?.[language] ?? id]))
  return (
    <section className="block back" aria-labelledby="back">
      <h2 id="back">{words.back}</h2>
      {planned === null ? (
        <StateMark tone="unknown">{words.nothingPlanned}</StateMark>
      ) : (
        <>
          <p className="lead">
            <strong>
              {words.ofBytes(bytes(plannedDone.bytes, language), bytes(planned.bytes, language))}
            </strong>{' '}
            <span className="quiet">
              {words.ofFiles(count(plannedDone.files, language), count(planned.files, language))}
            </span>
          </p>
          {share !== undefined && <progress value={Math.min(1, share)} aria-label={words.restoredShare} />}
        </>
      )}
      <dl className="pairs">
        {restored.files !== plannedDone.files && (
          <>
            <dt>{words.written}</dt>
            <dd>
              {restored.files > plannedDone.files
                ? words.writtenMore(count(restored.files, language))
                : words.writtenLess(count(restored.files, language))}
            </dd>
          </>
        )}
        <dt>{words.handedBack}</dt>
        <dd>{words.units(count(handedBack.units, language))}</dd>
        <dt>{words.left}</dt>
        <dd>
          {isDone ? (
            <StateMark tone="good">{words.nothingLeft}</StateMark>
          ) : secondsLeft === null ? (
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
        {!isDone && waves !== null && waves.length > 0 && (
          <>
            <dt>{words.order}</dt>
            <dd>{waves.map((wave) => wave.map((id) => names.get(id) ?? id).join(', ')).join(' → ')}</dd>
          </>
        )}
      </dl>
      {running.length > 0 && (
        <ul className="plain-list">
          {running.slice(0, 3).map(({ job, kind, unit, counters }) => (
            <li key={job}>
              <StateMark tone="busy">
                {jobs[kind] ?? kind} {unit === undefined || unit === null ? '' : nameOf(unit)}
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
      {!isDone && <p className="quiet">{words.noDate}</p>}
    </section>
  )
}
