import { useEffect } from 'react'

/** The title of the page: what tabs and screen readers call it. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Anlauf`
  }, [title])
}
