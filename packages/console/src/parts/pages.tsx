import { frameWords } from '../frame/frame-words.ts'
import { count } from '../words/format.ts'
import { useLanguage, useWords } from '../words/language.tsx'

interface PagesProps {
  readonly first: number
  readonly last: number
  /** The newest there is. */
  readonly all: number
  readonly size: number
  /** To the page that ends with this one; undefined for the newest, which goes on growing. */
  readonly go: (last: number | undefined) => void
}

/** Pages of a log, the newest first. */
export function Pages({ first, last, all, size, go }: PagesProps) {
  const words = useWords(frameWords)
  const { language } = useLanguage()
  const newer = last + size
  return (
    <div className="pages">
      <button type="button" className="plain" disabled={last >= all} onClick={() => go(undefined)}>
        {words.newest}
      </button>
      <button
        type="button"
        className="plain"
        disabled={last >= all}
        onClick={() => go(newer >= all ? undefined : newer)}
      >
        {words.newer}
      </button>
      <span>
        {count(first, language)}–{count(last, language)}
      </span>
      <button type="button" className="plain" disabled={first <= 1} onClick={() => go(first - 1)}>
        {words.older}
      </button>
    </div>
  )
}
