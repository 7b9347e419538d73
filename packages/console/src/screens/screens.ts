import type { ReactNode } from 'react'

/** A screen of a case. Adding one is a line here, its words in `frame/frame-words.ts`, and its folder. */
export interface Screen {
  /** Its place in the address, `/cases/CASE/ID`. */
  readonly id: ScreenId
  /** Pressed after `g`. */
  readonly key: string
  /** Loaded when it is first opened; nobody waits for the screens of others. */
  readonly load: () => Promise<{ default: (props: ScreenProps) => ReactNode }>
}

export interface ScreenProps {
  readonly caseId: string
}

export type ScreenId =
  | 'now'
  | 'plan'
  | 'matrix'
  | 'timeline'
  | 'evidence'
  | 'clocks'
  | 'duties'
  | 'facts'
  | 'roster'
  | 'word'
  | 'claims'
  | 'statements'
  | 'calls'
  | 'inquiries'
  | 'subscriptions'
  | 'queue'
  | 'approvals'
  | 'restart'
  | 'jobs'
  | 'estate'
  | 'exercise'

/** In the order of the navigation. */
export const screens: readonly Screen[] = [
  { id: 'now', key: 'n', load: () => import('./now/now.tsx') },
  { id: 'plan', key: 'p', load: () => import('./plan/plan.tsx') },
  { id: 'matrix', key: 'm', load: () => import('./matrix/matrix.tsx') },
  { id: 'approvals', key: 'a', load: () => import('./approvals/approvals.tsx') },
  { id: 'word', key: 'o', load: () => import('./word/word.tsx') },
  { id: 'claims', key: 'k', load: () => import('./claims/claims.tsx') },
  { id: 'statements', key: 'b', load: () => import('./statements/statements.tsx') },
  { id: 'calls', key: 'l', load: () => import('./calls/calls.tsx') },
  { id: 'inquiries', key: 'i', load: () => import('./inquiries/inquiries.tsx') },
  { id: 'subscriptions', key: 'u', load: () => import('./subscriptions/subscriptions.tsx') },
  { id: 'queue', key: 'q', load: () => import('./queue/queue.tsx') },
  { id: 'restart', key: 'w', load: () => import('./restart/restart.tsx') },
  { id: 'jobs', key: 'j', load: () => import('./jobs/jobs.tsx') },
  { id: 'timeline', key: 't', load: () => import('./timeline/timeline.tsx') },
  { id: 'clocks', key: 'c', load: () => import('./clocks/clocks.tsx') },
  { id: 'duties', key: 'd', load: () => import('./duties/duties.tsx') },
  { id: 'facts', key: 'f', load: () => import('./facts/facts.tsx') },
  { id: 'roster', key: 'r', load: () => import('./roster/roster.tsx') },
  { id: 'evidence', key: 'e', load: () => import('./evidence/evidence.tsx') },
  { id: 'estate', key: 's', load: () => import('./estate/estate.tsx') },
  { id: 'exercise', key: 'x', load: () => import('./exercise/exercise.tsx') },
]
