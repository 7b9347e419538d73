import { useNavigate, useSearch } from '@tanstack/react-router'

/**
 * The filters of a screen live in its address, so that a view can be pasted into a ticket. `parse` takes whatever the
 * address says and gives something valid; what equals nothing (`undefined`, `''`) does not stand in the address.
 */
export function useSearchState<State extends object>(
  parse: (search: Readonly<Record<string, unknown>>) => State,
): [State, (change: Partial<State>) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false })
  const navigate = useNavigate()
  const change = (changed: Partial<State>): void => {
    const next = Object.entries({ ...search, ...changed }).filter(
      ([, value]) => value !== undefined && value !== '',
    )
    void navigate({ to: '.', search: Object.fromEntries(next), replace: true, resetScroll: false })
  }
  return [parse(search), change]
}

/** A text of the address, bounded: it may come from anybody's link. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200) : ''
}
