import { useQuery } from '@tanstack/react-query'
import { Outlet, useParams } from '@tanstack/react-router'
import { Suspense } from 'react'

import { firstHourQuery } from '../api/queries.ts'
import { LiveCase } from '../live/live-case.tsx'
import { StoppedAt } from '../parts/moment.tsx'
import { useWords } from '../words/language.tsx'
import { CaseHeader } from './case-header.tsx'
import { ConnectionNotice } from './connection-notice.tsx'
import { Failure } from './failure.tsx'
import { frameWords } from './frame-words.ts'
import { Navigation } from './navigation.tsx'
import { Shortcuts } from './shortcuts.tsx'

/** What stands around every screen of a case: header, navigation, the one live connection. */
export function CaseFrame() {
  const { case: caseId } = useParams({ from: '/cases/$case' })
  const words = useWords(frameWords)
  const view = useQuery(firstHourQuery(caseId))
  if (view.data === undefined) {
    if (view.error !== null) return <Failure error={view.error} reset={() => void view.refetch()} />
    return (
      <p className="loading" role="status">
        {words.loading}
      </p>
    )
  }
  return (
    <LiveCase key={caseId} caseId={caseId} seq={view.data.seq}>
      <StoppedAt value={view.data.stoppedAt}>
        <div className="frame" data-exercise={view.data.exercise || undefined}>
          <CaseHeader view={view.data} />
          <Navigation caseId={caseId} />
          <main id="content" tabIndex={-1}>
            <ConnectionNotice asOf={view.data.asOf} />
            {/* The frame stays while a screen is read: header, keys and connection work meanwhile. */}
            <Suspense fallback={<p role="status">{words.loading}</p>}>
              <Outlet />
            </Suspense>
          </main>
        </div>
      </StoppedAt>
      <Shortcuts caseId={caseId} />
    </LiveCase>
  )
}
