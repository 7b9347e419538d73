import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'

import { AnlaufError, type AnlaufErrorCode } from '../../../core/failure.ts'
import type { OutsideProblem } from '../../../core/messages/index.ts'
import { markup } from '../../../phases/inform/index.ts'
import type { OutsideFace } from '../face.ts'
import { answerPage } from './answer-page.ts'

const statuses = {
  notFound: 404,
  tooMany: 429,
  tooLarge: 413,
  badForm: 400,
  wrongName: 421,
  later: 503,
  failed: 500,
} as const satisfies Record<OutsideProblem, number>

/** A page for what went wrong: what it means for the stranger, never what it is inside. */
export function problemPage(
  c: Context,
  parts: { readonly face: () => OutsideFace },
  problem: OutsideProblem,
  retryAfterSeconds?: number,
): Response {
  if (retryAfterSeconds !== undefined) c.header('Retry-After', String(retryAfterSeconds))
  return answerPage(c, parts, {
    title: ({ problems }) => problems[problem].title,
    status: statuses[problem],
    body: ({ words }) => markup`<h1>${words.problems[problem].title}</h1>
<p role="alert">${words.problems[problem].text}${
      retryAfterSeconds === undefined || problem !== 'tooMany'
        ? ''
        : ` ${words.waitSeconds(retryAfterSeconds)}`
    }</p>`,
  })
}

/** The page that fits a failure. */
export function failurePage(
  thrown: unknown,
  c: Context,
  parts: { readonly face: () => OutsideFace },
): Response {
  if (thrown instanceof HTTPException && thrown.status < 500) return problemPage(c, parts, 'badForm')
  if (!(thrown instanceof AnlaufError)) return problemPage(c, parts, 'failed')
  const problem = problems[thrown.code] ?? 'failed'
  const { retryAfterSeconds } = thrown.context
  if (problem === 'tooMany' || problem === 'later') {
    return problemPage(c, parts, problem, typeof retryAfterSeconds === 'number' ? retryAfterSeconds : 60)
  }
  return problemPage(c, parts, problem)
}

const problems: Partial<Record<AnlaufErrorCode, OutsideProblem>> = {
  'not-found': 'notFound',
  'input-invalid': 'badForm',
  'too-many-requests': 'tooMany',
  'database-failed': 'later',
  aborted: 'later',
  'no-space': 'later',
}
