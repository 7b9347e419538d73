import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'

import type { ApiEnv } from '../api-env.ts'
import type { Family, Sample } from './exposition.ts'

/** How many requests came, and how long they took until their answer began. */
export interface RequestMeter {
  readonly middleware: MiddlewareHandler<ApiEnv>
  families(): readonly Family[]
}

/** Seconds; between them lie the goals of the console: 0.5 s to the screen, 1 s for the first hour. */
const bounds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

interface Latency {
  readonly counts: number[]
  sum: number
  count: number
}

/** Counted by route and not by address, which names cases, tenants and files; a route exists as often as we wrote it. */
export function requestMeter(): RequestMeter {
  const answers = new Map<string, { labels: Readonly<Record<string, string>>; count: number }>()
  const latencies = new Map<string, Latency>()

  function note(method: string, route: string, status: number, seconds: number): void {
    const key = `${method} ${route} ${status}`
    const known = answers.get(key) ?? { labels: { method, route, status: String(status) }, count: 0 }
    known.count += 1
    answers.set(key, known)
    const latency = latencies.get(route) ?? { counts: bounds.map(() => 0), sum: 0, count: 0 }
    for (const [at, bound] of bounds.entries()) {
      if (seconds <= bound) latency.counts[at] = (latency.counts[at] ?? 0) + 1
    }
    latency.sum += seconds
    latency.count += 1
    latencies.set(route, latency)
  }

  return {
    async middleware(c, next) {
      const startedAt = performance.now()
      await next()
      const method = ['GET', 'POST', 'HEAD'].includes(c.req.method) ? c.req.method : 'other'
      note(method, routePath(c, -1), c.res.status, (performance.now() - startedAt) / 1000)
    },
    families: () => [
      {
        name: 'anlauf_http_requests_total',
        help: 'Requests by route and status of the answer.',
        type: 'counter',
        samples: [...answers.values()].map(({ labels, count: value }) => ({ labels, value })),
      },
      {
        name: 'anlauf_http_request_seconds',
        help: 'Time until an answer began, by route.',
        type: 'histogram',
        samples: [...latencies].flatMap(([route, latency]) => histogram({ route }, latency)),
      },
    ],
  }
}

function histogram(labels: Readonly<Record<string, string>>, { counts, sum, count }: Latency): Sample[] {
  const buckets = bounds.map((bound, at) => ({
    suffix: '_bucket' as const,
    labels: { ...labels, le: String(bound) },
    value: counts[at] ?? 0,
  }))
  return [
    ...buckets,
    { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: count },
    { suffix: '_sum', labels, value: sum },
    { suffix: '_count', labels, value: count },
  ]
}
