import { QueryClient } from '@tanstack/react-query'

import { ApiProblem } from './problem.ts'

/** What was read stays true until an event says otherwise, so nothing is asked again just because time passes. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      gcTime: 10 * 60_000,
      retry: (count, error) => count < 3 && isWorthAnotherTry(error),
      refetchOnWindowFocus: false,
      refetchOnReconnect: true,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 0 || error.status >= 500)
}
