import { useQuery } from '@tanstack/react-query'

import { inquiryWords } from '../../../../platform/src/core/messages/index.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { useServiceNames } from '../estate/service-names.ts'
import { inquiriesWords } from './inquiries-words.ts'
import { clustersQuery } from './inquiry-queries.ts'

/** What several people ask: worth one answer on the site. */
export function Clusters({ caseId }: { caseId: string }) {
  const words = useWords(inquiriesWords)
  const { language } = useLanguage()
  const nameOf = useServiceNames()
  const { data } = useQuery(clustersQuery(caseId))
  const large = data?.clusters.filter(({ references }) => references.length > 1) ?? []
  if (large.length === 0) return null
  return (
    <section className="block" aria-labelledby="clusters">
      <h2 id="clusters">{words.clusters}</h2>
      <ul>
        {large.map(({ typical, topic, service, references }) => (
          <li key={typical}>
            <strong>{references.length}</strong> × {inquiryWords[language].topics[topic] ?? topic}
            {service !== undefined && `, ${nameOf(service)}`}{' '}
            <span className="quiet">{words.typical(typical)}</span>
          </li>
        ))}
      </ul>
      <p className="quiet">{words.clustersNote}</p>
    </section>
  )
}
