import { publishedStates } from '../../words/published-states.ts'
import type { FirstHour } from '../../api/shapes.ts'
import { Proof } from '../../parts/proof.tsx'
import { StageBar } from '../../parts/stage-bar.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { count, timeRange } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { nowWords } from './now-words.ts'

type Service = FirstHour['hit']['services'][number]

/** Services named in the block; the matrix has all. */
const shownServices = 5

export function HitBlock({ hit, declared }: Pick<FirstHour, 'hit' | 'declared'>) {
  const words = useWords(nowWords)
  const { language } = useLanguage()
  const { services, tenants, isolation, onset, nearIncident } = hit
  const struck = services.filter((service) => service.hit)
  const back = struck.filter(({ open }) => open === 0).length
  // What is still down comes first: the list is cut.
  const ordered = struck.toSorted((a, b) => Number(a.open === 0) - Number(b.open === 0))
  return (
    <section className="block hit" aria-labelledby="hit">
      <h2 id="hit">{words.hit}</h2>
      <p className="lead">
        <strong>
          {words.servicesHit(count(struck.length, language), count(services.length, language))}
          {back > 0 && `, ${words.servicesBack(count(back, language))}`}
          {', '}
          {words.tenants(count(tenants.total, language))}
        </strong>
        {declared !== null && <Proof seq={declared.seq} />}
      </p>
      <StageBar counts={tenants.byStage} total={tenants.total} />
      <ul className="plain-list">
        {ordered.slice(0, shownServices).map((service) => (
          <ServiceLine key={service.id} service={service} />
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
          ) : nearIncident.groups === 0 ? (
            words.emptyQueue
          ) : (
            words.queue(count(nearIncident.waiting, language), count(nearIncident.groups, language))
          )}
        </dd>
      </dl>
    </section>
  )
}

/** What the public was told; where the engine knows that tenants still wait, that stands beside it. */
function ServiceLine({ service: { id, name, open, published } }: { service: Service }) {
  const words = useWords(nowWords)
  const { language } = useLanguage()
  const isBack = open === 0
  const isSaidBack = published?.state === 'operational'
  return (
    <li>
      <StateMark tone={isBack ? 'good' : 'bad'}>{name?.[language] ?? id}</StateMark>
      <span className="quiet">
        {published === null
          ? isBack
            ? words.allReleased
            : words.nothingPublished
          : publishedStates(language, published.state)}
        {!isBack && isSaidBack && open !== null && ` · ${words.openTenants(count(open, language))}`}
        {published !== null && <Proof seq={published.seq} />}
      </span>
    </li>
  )
}
