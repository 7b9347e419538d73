import type { KeyboardEvent } from 'react'

/** In a list: arrows, or `j` and `k`, go from row to row. Rows mark what takes the focus with `data-row`. */
export function moveByKey(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key]
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
  const next = rows[rows.findIndex((row) => row.contains(document.activeElement)) + step]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}
