import { publishedStates } from '../../words/published-states.ts'
import type { FirstHour } from '../../api/shapes.ts'
import { Proof } from '../../parts/proof.tsx'
import { StageBar } from '../../parts/stage-bar.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { count, timeRange } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { nowWords } from './now-words.ts'

/** Services named in the block; the matrix has all. */
const shownServices = 5

export function HitBlock({ hit, declared }: Pick<FirstHour, 'hit' | 'declared'>) {
  const words = useWords(nowWords)
  const { language } = useLanguage()
  const { services, tenants, isolation, onset, nearIncident } = hit
  const struck = services.filter((service) => service.hit)
  return (
    <section className="block hit" aria-labelledby="hit">
      <h2 id="hit">{words.hit}</h2>
      <p className="lead">
        <strong>
          {words.servicesHit(count(struck.length, language), count(services.length, language))}
          {', '}
          {words.tenants(count(tenants.total, language))}
        </strong>
        {declared !== null && <Proof seq={declared.seq} />}
      </p>
      <StageBar counts={tenants.byStage} total={tenants.total} />
      <ul className="plain-list">
        {struck.slice(0, shownServices).map(({ id, name, published }) => (
          <li key={id}>
            <StateMark tone="bad">{name?.[language] ?? id}</StateMark>
            <span className="quiet">
              {published === null ? words.nothingPublished : publishedStates(language, published.state)}
              {published !== null && <Proof seq={published.seq} />}
            </span>
          </li>
        ))}
      </ul>
      {struck.length > shownServices && (
        <p className="quiet">{words.andMore(struck.length - shownServices)}</p>
      )}
      <dl className="pairs">
        <dt>{words.isolation}</dt>
        <dd>
          {isolation === null ? (
            <StateMark tone="bad">{words.notIsolated}</StateMark>
          ) : (
            <>
              <StateMark tone="good">{words.isolated(isolation.systems)}</StateMark>
              <Proof seq={isolation.seq} />
            </>
          )}
        </dd>
        <dt>{words.onset}</dt>
        <dd>
          {onset === null ? (
            <StateMark tone="unknown">{words.unknown}</StateMark>
          ) : (
            timeRange(onset.from, onset.to, language)
          )}
        </dd>
        <dt>{words.nearIncident}</dt>
        <dd>
          {nearIncident === null ? (
            <StateMark tone="unknown">{words.noQueue}</StateMark>
          ) : (
            words.queue(count(nearIncident.waiting, language), count(nearIncident.groups, language))
          )}
        </dd>
      </dl>
    </section>
  )
}
