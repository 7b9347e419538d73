import { useNavigate } from '@tanstack/react-router'
import { type CSSProperties, type KeyboardEvent, useEffect, useRef, useState } from 'react'

import type { Matrix } from '../../api/shapes.ts'
import { Icon } from '../../parts/icon.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { cellOf } from './cell.ts'
import { moved, type Position } from './grid-keys.ts'
import { MatrixRow } from './matrix-row.tsx'
import { matrixWords } from './matrix-words.ts'
import { useVisibleRows } from './visible-rows.ts'

interface MatrixGridProps {
  readonly caseId: string
  readonly matrix: Matrix
  readonly rows: Matrix['rows']
}

/** In CSS pixels; the style sheet says the same. */
const rowHeight = 32

/** A grid in the sense of ARIA: one stop for the tab key, arrows inside. Only the rows in sight are drawn. */
export function MatrixGrid({ caseId, matrix, rows }: MatrixGridProps) {
  const words = useWords(matrixWords)
  const { language } = useLanguage()
  const navigate = useNavigate()
  const scroller = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState<Position>({ row: 0, column: 0 })
  const hasMoved = useRef(false)
  const { services } = matrix
  const declared = matrix.declared?.seq ?? 0
  const at = { row: Math.min(chosen.row, rows.length - 1), column: chosen.column }
  const { first, end } = useVisibleRows(scroller, { rows: rows.length, rowHeight })
  // What the tab key reaches has to be drawn, also after the mouse scrolled it away.
  const stop = at.row >= first && at.row < end ? at : { row: first, column: at.column }

  useEffect(() => {
    // A jump is drawn only after the scroll event; until then the focus waits.
    if (!hasMoved.current || stop.row !== at.row) return
    hasMoved.current = false
    scroller.current?.querySelector<HTMLElement>('[tabindex="0"][data-cell]')?.focus()
  })

  const press = (event: KeyboardEvent): void => {
    const page = Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2
    const to = moved(event, stop, { rows: rows.length, columns: services.length, page })
    if (to !== undefined) {
      event.preventDefault()
      show(scroller.current, to.row)
      hasMoved.current = true
      return setChosen(to)
    }
    if (event.key === 'Enter') openProof(stop)
  }

  const openProof = (position: Position): void => {
    const [row, service] = [rows[position.row], services[position.column]]
    if (row === undefined || service === undefined) return
    const cell = cellOf(row, service, position.column, declared)
    if (cell.kind === 'unused') return
    void navigate({ to: `/cases/${encodeURIComponent(caseId)}/evidence`, search: { entry: cell.seq } })
  }

  return (
    <div className="matrix-scroll" ref={scroller}>
      <div
        role="grid"
        className="matrix"
        data-wide={services.length <= 8 || undefined}
        aria-label={words.title}
        aria-rowcount={rows.length + 1}
        aria-colcount={services.length + 1}
        onKeyDown={press}
        onClick={({ target }) => {
          const cell = target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null
          const [row, column] = (cell?.dataset['cell'] ?? '').split(' ').map(Number)
          if (row !== undefined && column !== undefined) openProof({ row, column })
        }}
        style={{ '--columns': services.length } as CSSProperties}
      >
        <div role="row" aria-rowindex={1} className="matrix-head">
          <span role="columnheader" className="tenant">
            {words.tenant}
          </span>
          {services.map(({ id, name, hit, open }) => {
            const state = !hit ? 'notHit' : open === 0 ? 'back' : 'hit'
            return (
              <span role="columnheader" key={id} data-state={state} title={words[state]}>
                {hit && <Icon name={state === 'back' ? 'done' : 'blocked'} />}
                <span>{name?.[language] ?? id}</span>
                <span className="hidden-text"> ({words[state]})</span>
              </span>
            )
          })}
        </div>
        <div role="presentation" style={{ height: first * rowHeight }} />
        {rows.slice(first, end).map((row, offset) => (
          <MatrixRow
            key={row.tenant}
            row={row}
            place={first + offset}
            services={services}
            declared={declared}
            stop={first + offset === stop.row ? stop.column : undefined}
          />
        ))}
        <div role="presentation" style={{ height: (rows.length - end) * rowHeight }} />
      </div>
    </div>
  )
}

/** Scrolls as little as shows the row under the head. */
function show(scroller: HTMLElement | null, row: number): void {
  if (scroller === null) return
  const head = scroller.querySelector<HTMLElement>('.matrix-head')?.offsetHeight ?? 0
  const [top, bottom] = [row * rowHeight, (row + 1) * rowHeight + head]
  if (top < scroller.scrollTop) scroller.scrollTop = top
  else if (bottom > scroller.scrollTop + scroller.clientHeight)
    scroller.scrollTop = bottom - scroller.clientHeight
}
