import type { RestartPlan } from '../../api/shapes.ts'
import { span } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { restartWords } from './restart-words.ts'

/** In units of the drawing, which grows with the page. */
const size = { names: 180, width: 1000, row: 26, head: 24 } as const

/** Steps that people count in, in minutes. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080] as const

/** From now on, at most six, the last one before the edge so that its name has room. */
function ticksTo(end: number): number[] {
  const step = 60 * (steps.find((minutes) => end / (60 * minutes) <= 6) ?? Math.ceil(end / 360))
  return Array.from({ length: Math.floor((end * 0.96) / step) + 1 }, (_, at) => at * step)
}

/** Bars from now on, each from its fastest to its slowest; nothing is drawn that nobody measured. */
export function RestartGantt({ plan }: { plan: RestartPlan }) {
  const words = useWords(restartWords)
  const { language } = useLanguage()
  const known = plan.services.flatMap((service) => {
    const { seconds, startsIn } = service
    return seconds === null || startsIn === null || seconds.to === 0 || !service.hit
      ? []
      : [{ ...service, seconds, startsIn }]
  })
  const end = Math.max(...known.map(({ startsIn, seconds }) => startsIn.to + seconds.to))
  if (known.length === 0 || !(end > 0)) return null
  const rows = known.toSorted((a, b) => a.startsIn.from - b.startsIn.from || (a.wave ?? 0) - (b.wave ?? 0))
  const x = (seconds: number): number => size.names + ((size.width - size.names) * seconds) / end
  const height = size.head + rows.length * size.row
  return (
    <section aria-labelledby="restart-gantt">
      <h2 id="restart-gantt">{words.gantt}</h2>
      <figure className="graph">
        <div className="graph-scroll" tabIndex={0} role="region" aria-label={words.ganttLabel}>
          <svg
            className="gantt"
            role="img"
            aria-label={words.ganttLabel}
            viewBox={`0 0 ${size.width} ${height}`}
          >
            {ticksTo(end).map((seconds) => (
              <g key={seconds}>
                <line x1={x(seconds)} x2={x(seconds)} y1={size.head} y2={height} />
                <text x={x(seconds)} y={16} textAnchor={seconds === 0 ? 'start' : 'middle'}>
                  {seconds === 0 ? words.now : `+${span(seconds * 1000, language)}`}
                </text>
              </g>
            ))}
            {rows.map(({ id, name, startsIn, seconds, critical }, at) => {
              const y = size.head + at * size.row
              return (
                <g key={id} data-strong={critical === true || undefined}>
                  <text x={4} y={y + 17} className="name">
                    {name[language]}
                  </text>
                  <rect
                    className="latest"
                    x={x(startsIn.from)}
                    y={y + 5}
                    width={Math.max(2, x(startsIn.to + seconds.to) - x(startsIn.from))}
                    height={16}
                    rx="3"
                  />
                  <rect
                    className="earliest"
                    x={x(startsIn.from)}
                    y={y + 8}
                    width={Math.max(2, x(startsIn.from + seconds.from) - x(startsIn.from))}
                    height={10}
                    rx="2"
                  />
                </g>
              )
            })}
          </svg>
        </div>
        <figcaption className="quiet">{words.ganttLegend}</figcaption>
      </figure>
    </section>
  )
}
