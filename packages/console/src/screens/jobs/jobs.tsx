import '../../styles/decisions.css'
import './jobs.css'

import { useSuspenseQuery } from '@tanstack/react-query'

import { caseViewQuery, meQuery } from '../../api/queries.ts'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { useTitle } from '../../parts/title.ts'
import { useWords } from '../../words/language.tsx'
import { AskForm } from './ask-form.tsx'
import { JobList } from './job-list.tsx'
import { jobsQuery, workplaceQuery } from './job-queries.ts'
import { jobsWords } from './jobs-words.ts'

/** Work of the server: ask for it, see how far it is, stop it. */
export default function Jobs({ caseId }: ScreenProps) {
  const words = useWords(jobsWords)
  const { data: workplace } = useSuspenseQuery(workplaceQuery)
  const { data: view } = useSuspenseQuery(caseViewQuery(caseId))
  const { data: me } = useSuspenseQuery(meQuery)
  const { data } = useSuspenseQuery(jobsQuery(caseId))
  useTitle(words.title)
  const able = workplace.kinds.filter(({ permission }) => me.permissions.some((one) => one === permission))
  return (
    <div className="jobs">
      <h1>{words.title}</h1>
      <p className="quiet">{words.lead}</p>
      {workplace.works ? (
        <AskForm caseId={caseId} kinds={able} units={view.units} />
      ) : (
        <p className="notice">{words.shows}</p>
      )}
      <JobList
        caseId={caseId}
        jobs={data.jobs}
        mayCancel={workplace.works && me.permissions.some((one) => one === 'cancel')}
      />
    </div>
  )
}
