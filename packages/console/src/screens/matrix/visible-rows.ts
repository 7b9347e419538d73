import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react'

/** Rows of the whole that are drawn: what can be seen, and some more on both sides. */
export interface VisibleRows {
  readonly first: number
  readonly end: number
}

/** Drawn beyond the edge, so that fast scrolling shows no white. */
const beyond = 8
/** On paper there is no scrolling; 1,000 rows are 25 pages. */
const onPaper = 1000

/** Which rows of fixed height are to be drawn. Ten thousand rows of thirty cells at once would take seconds. */
export function useVisibleRows(
  scroller: RefObject<HTMLElement | null>,
  { rows, rowHeight }: { readonly rows: number; readonly rowHeight: number },
): VisibleRows {
  const [view, setView] = useState({ top: 0, height: 800 })
  const isPrinting = usePrinting()
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const measure = (): void => setView({ top: element.scrollTop, height: element.clientHeight })
    measure()
    element.addEventListener('scroll', measure, { passive: true })
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    return () => {
      element.removeEventListener('scroll', measure)
      watch.disconnect()
    }
  }, [scroller])
  if (isPrinting) return { first: 0, end: Math.min(rows, onPaper) }
  const first = Math.max(0, Math.min(rows, Math.floor(view.top / rowHeight)) - beyond)
  return { first, end: Math.min(rows, first + Math.ceil(view.height / rowHeight) + 2 * beyond) }
}

function usePrinting(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia('print')
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => matchMedia('print').matches,
  )
}
