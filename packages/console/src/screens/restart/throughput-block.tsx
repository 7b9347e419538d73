import type { Throughput } from '../../api/shapes.ts'
import { useTenantNames } from '../../parts/tenant-names.ts'
import { bytes, count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { JobProgress } from '../jobs/job-progress.tsx'
import { jobKindWords } from '../jobs/jobs-words.ts'
import { restartWords } from './restart-words.ts'

/** Counters of what runs, curves of what ran, and what the scanners held back. */
export function ThroughputBlock({ throughput }: { throughput: Throughput }) {
  const words = useWords(restartWords)
  const names = useWords(jobKindWords)
  const nameOf = useTenantNames()
  const { language } = useLanguage()
  const { pace, curves, findings } = throughput
  const found = [
    [words.clean, findings.clean],
    [words.quarantined, findings.quarantined],
    [words.caseReview, findings.caseReview],
    [words.unscanned, findings.unscanned],
  ] as const
  return (
    <section className="block" aria-labelledby="restart-live">
      <h2 id="restart-live">{words.live}</h2>
      <h3>{words.running}</h3>
      {pace.running.length === 0 && <p>{words.nothingRuns}</p>}
      {pace.running.map(({ job, kind, unit, counters }) => (
        <div key={job}>
          <strong>
            {names.kinds[kind]} · {unit === undefined || unit === null ? throughput.case : nameOf(unit)}
          </strong>
          {counters !== null && <JobProgress counters={counters} />}
        </div>
      ))}
      {curves.map((curve) => (
        <RateCurve
          key={curve.job}
          curve={curve}
          name={`${names.kinds[curve.kind]} · ${curve.unit ?? throughput.case}`}
        />
      ))}
      <h3>{words.findings}</h3>
      <dl className="facts">
        {found.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{count(value, language)}</dd>
          </div>
        ))}
      </dl>
      {findings.units.length > 0 && (
        // With names of tenants it is wider than a phone: whoever has no mouse scrolls it too.
        <div className="table-wrap" role="region" aria-label={words.findings} tabIndex={0}>
          <table className="list">
            <thead>
              <tr>
                <th scope="col">{words.unit}</th>
                <th scope="col" className="number">
                  {words.quarantined}
                </th>
                <th scope="col" className="number">
                  {words.caseReview}
                </th>
              </tr>
            </thead>
            <tbody>
              {findings.units.map(({ unit, quarantined, caseReview }) => (
                <tr key={unit}>
                  <th scope="row">{nameOf(unit)}</th>
                  <td className="number">{count(quarantined, language)}</td>
                  <td className="number">{count(caseReview, language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function RateCurve({ curve, name }: { curve: Throughput['curves'][number]; name: string }) {
  const words = useWords(restartWords)
  const { language } = useLanguage()
  const { points } = curve
  if (points.length < 2) return null
  const [first, last] = [Date.parse(points[0]?.at ?? ''), Date.parse(points.at(-1)?.at ?? '')]
  const highest = Math.max(1, ...points.map(({ bytesPerSecond }) => bytesPerSecond))
  const line = points
    .map(({ at, bytesPerSecond }) => {
      const x = (600 * (Date.parse(at) - first)) / Math.max(1, last - first)
      return `${x.toFixed(1)},${(60 - (56 * bytesPerSecond) / highest).toFixed(1)}`
    })
    .join(' ')
  const label = `${words.curves(name)}: ${words.fastest(bytes(highest, language))}`
  return (
    <figure>
      <svg className="curve" role="img" aria-label={label} viewBox="0 0 600 62" preserveAspectRatio="none">
        <polyline points={line} />
      </svg>
      <figcaption className="quiet">{label}</figcaption>
    </figure>
  )
}
