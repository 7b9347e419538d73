import '../../styles/decisions.css'
import './declare.css'

import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'

import { meQuery } from '../../api/queries.ts'
import { Failure } from '../../frame/failure.tsx'
import { useTitle } from '../../parts/title.ts'
import { useWords } from '../../words/language.tsx'
import { estateQuery } from '../estate/estate-query.ts'
import { workplaceQuery } from '../jobs/job-queries.ts'
import { DeclareForm } from './declare-form.tsx'
import { declareWords } from './declare-words.ts'

/** Where a case begins. */
export default function Declare() {
  const words = useWords(declareWords)
  const search: { exercise?: unknown } = useSearch({ strict: false })
  const me = useQuery(meQuery)
  const workplace = useQuery(workplaceQuery)
  const estate = useQuery({ ...estateQuery, enabled: workplace.data?.works === true })
  useTitle(words.title)
  const error = me.error ?? workplace.error
  if (error !== null) return <Failure error={error} reset={() => void workplace.refetch()} />
  if (me.data === undefined || workplace.data === undefined) return <p role="status">{words.loading}</p>
  const may = me.data.permissions.some((one) => one === 'declare')
  return (
    <div className="declare">
      <main id="content" tabIndex={-1}>
        <p>
          <Link to="/">{words.back}</Link>
        </p>
        <h1>{words.title}</h1>
        <p className="quiet">{words.lead}</p>
        {!workplace.data.works ? (
          <p>
            {words.cannot}
            <br />
            <code>npx anlauf case declare --help</code>
          </p>
        ) : may ? (
          <DeclareForm systems={estate.data?.systems ?? []} isExercise={search.exercise === 'yes'} />
        ) : (
          <p>{words.notYours}</p>
        )}
      </main>
    </div>
  )
}
