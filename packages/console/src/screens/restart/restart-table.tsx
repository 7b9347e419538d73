import type { RestartPlan } from '../../api/shapes.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { bytes, count, span } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { stateOf, stateTones } from './restart-graph.tsx'
import { restartWords } from './restart-words.ts'

type Service = RestartPlan['services'][number]

/** The same facts as both drawings. */
export function RestartTable({ plan }: { plan: RestartPlan }) {
  const words = useWords(restartWords)
  const { language } = useLanguage()
  // No bytes, or all of them there already.
  const nothing = ({ bytes: all }: Service): string => (all === 0 ? '–' : words.restoredAlready)
  const range = (seconds: { from: number; to: number } | null): string => {
    if (seconds === null) return words.unknownTime
    return words.range(span(seconds.from * 1000, language), span(seconds.to * 1000, language))
  }
  const names = new Map(plan.services.map(({ id, name }) => [id, name[language]]))
  const ordered = plan.services.toSorted((a, b) => (a.wave ?? 1e6) - (b.wave ?? 1e6))
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label={words.title}>
      <table className="list">
        <thead>
          <tr>
            {[
              words.service,
              words.wave,
              words.state,
              words.needs,
              words.tenants,
              words.bytes,
              words.begins,
              words.takes,
            ].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ordered.map((service) => (
            <tr key={service.id}>
              <th scope="row">
                {service.name[language]}
                {service.critical === true && <div className="quiet">{words.onWay}</div>}
              </th>
              <td>{service.wave === null ? '–' : service.wave + 1}</td>
              <td>
                <ServiceState service={service} />
              </td>
              <td>
                {service.needs.length === 0
                  ? '–'
                  : service.needs
                      .map(({ service: other, kind }) => `${words.kinds[kind]} ${names.get(other) ?? other}`)
                      .join(', ')}
              </td>
              <td>
                {service.hit
                  ? words.of(
                      count(service.tenants.handedBack, language),
                      count(service.tenants.total, language),
                    )
                  : '–'}
              </td>
              {service.hit ? (
                <>
                  <td>{service.bytes === null ? words.unknownTime : bytes(service.bytes, language)}</td>
                  <td>{service.startsIn?.to === 0 ? words.now : range(service.startsIn)}</td>
                  <td>{service.seconds?.to === 0 ? nothing(service) : range(service.seconds)}</td>
                </>
              ) : (
                <>
                  <td>–</td>
                  <td>–</td>
                  <td>–</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ServiceState({ service }: { service: Service }) {
  const words = useWords(restartWords)
  const state = stateOf(service)
  if (state === 'fine') return <span className="quiet tight">{words.states.fine}</span>
  return <StateMark tone={stateTones[state]}>{words.states[state]}</StateMark>
}
