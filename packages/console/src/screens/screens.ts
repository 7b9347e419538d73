import type { ReactNode } from 'react'

import type { ScreenId, ScreenProps } from '../frame/screen-list.ts'

type Load = () => Promise<{ default: (props: ScreenProps) => ReactNode }>

/** The code of each screen, loaded when it is first opened; nobody waits for the screens of others. */
export const loadScreen: Readonly<Record<ScreenId, Load>> = {
  now: () => import('./now/now.tsx'),
  plan: () => import('./plan/plan.tsx'),
  matrix: () => import('./matrix/matrix.tsx'),
  approvals: () => import('./approvals/approvals.tsx'),
  word: () => import('./word/word.tsx'),
  claims: () => import('./claims/claims.tsx'),
  statements: () => import('./statements/statements.tsx'),
  calls: () => import('./calls/calls.tsx'),
  inquiries: () => import('./inquiries/inquiries.tsx'),
  subscriptions: () => import('./subscriptions/subscriptions.tsx'),
  queue: () => import('./queue/queue.tsx'),
  restart: () => import('./restart/restart.tsx'),
  jobs: () => import('./jobs/jobs.tsx'),
  timeline: () => import('./timeline/timeline.tsx'),
  clocks: () => import('./clocks/clocks.tsx'),
  duties: () => import('./duties/duties.tsx'),
  facts: () => import('./facts/facts.tsx'),
  roster: () => import('./roster/roster.tsx'),
  evidence: () => import('./evidence/evidence.tsx'),
  estate: () => import('./estate/estate.tsx'),
  exercise: () => import('./exercise/exercise.tsx'),
}
