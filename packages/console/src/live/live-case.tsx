import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

import { caseKey, casePath } from '../api/queries.ts'
import type { EntryShape } from '../api/shapes.ts'
import { type Connection, followCase } from './follow-case.ts'
import { throttled } from './throttled.ts'

export interface Live {
  readonly connection: Connection
  /** The newest entry that arrived over this connection. */
  readonly latest: EntryShape | undefined
}

const LiveContext = createContext<Live>({ connection: { kind: 'connecting' }, latest: undefined })

/** A burst of entries (a restore writes hundreds) is one reload; the first of them shows at once. */
const reloadEveryMs = 300

/** One connection for all screens of a case. What it brings makes their queries read again; they read nothing else. */
export function LiveCase({ caseId, seq, children }: { caseId: string; seq: number; children: ReactNode }) {
  const queries = useQueryClient()
  const [live, setLive] = useState<Live>({ connection: { kind: 'connecting' }, latest: undefined })
  useEffect(() => {
    const ended = new AbortController()
    const reload = throttled(
      () => void queries.invalidateQueries({ queryKey: caseKey(caseId) }),
      reloadEveryMs,
    )
    void followCase({
      path: `${casePath(caseId)}/events`,
      seq,
      signal: ended.signal,
      onEntry(latest) {
        setLive((before) => ({ ...before, latest }))
        reload()
      },
      onConnection: (connection) => setLive((before) => ({ ...before, connection })),
    })
    return () => ended.abort()
    // `seq` is where this screen began; the connection itself goes on from what it has seen.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [caseId, queries])
  return <LiveContext value={live}>{children}</LiveContext>
}

export function useLive(): Live {
  return useContext(LiveContext)
}
