import type { KeyboardEvent } from 'react'

export interface Position {
  readonly row: number
  readonly column: number
}

/** Where a key leads in a grid (ARIA practices, "grid"); undefined for keys that lead nowhere. */
export function moved(
  { key, ctrlKey, altKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>,
  from: Position,
  { rows, columns, page }: { readonly rows: number; readonly columns: number; readonly page: number },
): Position | undefined {
  if (altKey || metaKey) return undefined
  const to = target(key, ctrlKey, from, { rows, columns, page })
  if (to === undefined) return undefined
  return {
    row: Math.max(0, Math.min(rows - 1, to.row)),
    column: Math.max(0, Math.min(columns - 1, to.column)),
  }
}

function target(
  key: string,
  ctrlKey: boolean,
  { row, column }: Position,
  { rows, columns, page }: { readonly rows: number; readonly columns: number; readonly page: number },
): Position | undefined {
  switch (key) {
    case 'ArrowDown':
      return { row: row + 1, column }
    case 'ArrowUp':
      return { row: row - 1, column }
    case 'ArrowRight':
      return { row, column: column + 1 }
    case 'ArrowLeft':
      return { row, column: column - 1 }
    case 'PageDown':
      return { row: row + page, column }
    case 'PageUp':
      return { row: row - page, column }
    case 'Home':
      return { row: ctrlKey ? 0 : row, column: 0 }
    case 'End':
      return { row: ctrlKey ? rows - 1 : row, column: columns - 1 }
    default:
      return undefined
  }
}
