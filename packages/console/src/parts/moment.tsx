import { createContext, useContext, useSyncExternalStore } from 'react'

import { serverNow } from '../api/server-clock.ts'
import { absoluteTime, relativeTime } from '../words/format.ts'
import { useLanguage, useWords } from '../words/language.tsx'
import { frameWords } from '../frame/frame-words.ts'

/** A point in time: absolute with its zone, and how far away that is. A due one says when it has passed. */
export function Moment({ at, isDue = false }: { at: string; isDue?: boolean }) {
  const { language } = useLanguage()
  const words = useWords(frameWords)
  const now = useNow()
  const isOver = isDue && new Date(at).getTime() < now
  return (
    <time dateTime={at} className={isOver ? 'moment over' : 'moment'}>
      {absoluteTime(at, language)}{' '}
      <span className="quiet">
        ({isOver && `${words.overdue}, `}
        {relativeTime(at, now, language)})
      </span>
    </time>
  )
}

/** When the clocks of an exercise that is over stood still; everything on its screens is told as of then. */
export const StoppedAt = createContext<string | null>(null)

/** The server's time, to half a minute: no figure here is finer than a minute. */
export function useNow(): number {
  const stoppedAt = useContext(StoppedAt)
  const running = useSyncExternalStore(subscribe, snapshot)
  return stoppedAt === null ? running : Date.parse(stoppedAt)
}

const tickMs = 30_000

function snapshot(): number {
  return Math.floor(serverNow() / tickMs) * tickMs
}

function subscribe(changed: () => void): () => void {
  const timer = setInterval(changed, 1000)
  return () => clearInterval(timer)
}
