import type { Throughput } from '../../api/shapes.ts'
import { bytes, count, span } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { restartWords } from './restart-words.ts'

/** How far it is and how long it may take; what nobody measured is said to be unknown. */
export function PaceBlock({ pace }: { pace: Throughput['pace'] }) {
  const words = useWords(restartWords)
  const { language } = useLanguage()
  const { planned, plannedDone, restored, handedBack, bytesPerSecond, secondsLeft } = pace
  const isDone = planned !== null && plannedDone.units === planned.units
  const time = (seconds: number): string => span(seconds * 1000, language)
  return (
    <div className="block">
      <dl className="facts">
        <div>
          <dt>{words.left}</dt>
          <dd>
            <strong>
              {isDone
                ? words.nothingLeft
                : secondsLeft === null
                  ? words.unknownTime
                  : words.range(time(secondsLeft.from), time(secondsLeft.to))}
            </strong>
            <div className="quiet">
              {isDone
                ? words.allRestored
                : planned === null
                  ? words.noPlan
                  : bytesPerSecond === null
                    ? words.noRates
                    : words.people}
            </div>
          </dd>
        </div>
        <div>
          <dt>{words.restored}</dt>
          <dd>
            {planned === null
              ? bytes(restored.bytes, language)
              : words.of(bytes(plannedDone.bytes, language), bytes(planned.bytes, language))}
            <div className="quiet">
              {planned !== null &&
                words.tenantsBack(count(restored.units, language), count(planned.units, language))}
            </div>
          </dd>
        </div>
        <div>
          <dt>{words.handedBack}</dt>
          <dd>{bytes(handedBack.bytes, language)}</dd>
        </div>
        {bytesPerSecond !== null && (
          <div>
            <dt>{words.rate}</dt>
            <dd>
              {words.rates(
                bytes(bytesPerSecond.slow, language),
                bytes(bytesPerSecond.middle, language),
                bytes(bytesPerSecond.fast, language),
              )}
            </dd>
          </div>
        )}
      </dl>
    </div>
  )
}
