import type { RestartPlan } from '../../api/shapes.ts'
import { span } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { restartWords } from './restart-words.ts'

/** In units of the drawing, which grows with the page. */
const size = { names: 180, width: 1000, row: 26, head: 24 } as const

/** Bars from now on, each from its fastest to its slowest; nothing is drawn that nobody measured. */
export function RestartGantt({ plan }: { plan: RestartPlan }) {
  const words = useWords(restartWords)
  const { language } = useLanguage()
  const known = plan.services.flatMap((service) => {
    const { seconds, startsIn } = service
    return seconds === null || startsIn === null || !service.hit ? [] : [{ ...service, seconds, startsIn }]
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
            {[0, 0.25, 0.5, 0.75, 1].map((part) => (
              <g key={part}>
                <line x1={x(end * part)} x2={x(end * part)} y1={size.head} y2={height} />
                <text
                  x={x(end * part)}
                  y={16}
                  textAnchor={part === 1 ? 'end' : part === 0 ? 'start' : 'middle'}
                >
                  {part === 0 ? words.now : `+${span(end * part * 1000, language)}`}
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
