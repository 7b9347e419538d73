import { Problem } from './problem.ts'

const descriptions = {
  400: 'The request was not understood',
  401: 'Nobody is signed in',
  403: 'Not permitted to whoever is signed in',
  404: 'Not there',
  409: 'The case does not allow it, or went on since',
  413: 'Too large',
  415: 'Not JSON',
  429: 'Too many requests',
  503: 'The database does not answer now',
} as const

/** The problems that a route answers with, for its description. */
export function problems<Status extends keyof typeof descriptions>(...statuses: readonly Status[]) {
  const entry = (status: Status) => ({
    description: descriptions[status],
    content: { 'application/problem+json': { schema: Problem } },
  })
  return Object.fromEntries(statuses.map((status) => [status, entry(status)])) as Record<
    Status,
    ReturnType<typeof entry>
  >
}
