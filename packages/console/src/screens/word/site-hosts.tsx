import type { WordShape } from '../../api/shapes.ts'
import { Moment } from '../../parts/moment.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useWords } from '../../words/language.tsx'
import { siteHostsWords } from './site-hosts-words.ts'

/** How far the public site is on its hosts: which edition each shows, and since when one does not. */
export function SiteHosts({ site }: { site: NonNullable<WordShape['site']> }) {
  const words = useWords(siteHostsWords)
  const { sequence, pushedAt, validUntil, failingSince, retryAt, alarmed, hosts } = site
  return (
    <section aria-labelledby="site-hosts">
      <h2 id="site-hosts">{words.title}</h2>
      {sequence === null || pushedAt === null ? (
        <p className="quiet">{words.none}</p>
      ) : (
        <p className="quiet">
          {words.edition(sequence)}, <Moment at={pushedAt} />
          {validUntil !== null && (
            <>
              {' · '}
              {words.validUntil} <Moment at={validUntil} />
            </>
          )}
        </p>
      )}
      <ul>
        {hosts.map(({ name, outcome, shows }) => (
          <li key={name}>
            <StateMark tone={outcome === 'shown' ? 'good' : 'bad'}>
              {outcome === 'shown' ? words.shows(name) : words.fails(name, shows)}
            </StateMark>
          </li>
        ))}
      </ul>
      {failingSince !== null && (
        <p>
          {words.since} <Moment at={failingSince} />
          {retryAt !== null && (
            <>
              {', '}
              {words.retry} <Moment at={retryAt} />
            </>
          )}
          . {alarmed ? words.alarmed : words.look}
        </p>
      )}
    </section>
  )
}
