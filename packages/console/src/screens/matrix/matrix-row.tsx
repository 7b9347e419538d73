import { memo } from 'react'

import type { Matrix } from '../../api/shapes.ts'
import { Icon } from '../../parts/icon.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { stageMarks, stageWords } from '../../words/stage-words.ts'
import { type Cell, cellOf } from './cell.ts'
import { matrixWords } from './matrix-words.ts'

interface MatrixRowProps {
  readonly row: Matrix['rows'][number]
  readonly place: number
  readonly services: Matrix['services']
  readonly declared: number
  /** The column that the tab key reaches, if it is in this row. */
  readonly stop: number | undefined
}

/** One tenant. Drawn again only when something of it changed: scrolling draws new rows, not all. */
export const MatrixRow = memo(function MatrixRow({ row, place, services, declared, stop }: MatrixRowProps) {
  const words = useWords(matrixWords)
  const stages = useWords(stageWords)
  const { language } = useLanguage()
  const name = row.name ?? row.tenant
  const said = (cell: Cell): string => {
    if (cell.kind !== 'stage') return words[cell.kind]
    return cell.isUseKnown ? stages[cell.stage] : `${stages[cell.stage]} (${words.maybe})`
  }
  return (
    <div role="row" aria-rowindex={place + 2} className="matrix-row">
      <span role="rowheader" className="tenant" title={`${row.tenant} ${row.wave ?? ''}`}>
        {name}
      </span>
      {services.map((service, column) => {
        const cell = cellOf(row, service, column, declared)
        const title = words.cell(name, service.name?.[language] ?? service.id, said(cell))
        const mark = cell.kind === 'stage' ? stageMarks[cell.stage] : undefined
        return (
          <span
            role="gridcell"
            key={service.id}
            data-cell={`${place} ${column}`}
            tabIndex={column === stop ? 0 : -1}
            title={title}
            aria-label={title}
            className="state"
            data-tone={mark?.tone ?? 'unknown'}
          >
            {mark !== undefined && (
              <>
                <Icon name={mark.icon} />
                <span className="word">{cell.kind === 'stage' && stages[cell.stage]}</span>
              </>
            )}
            {cell.kind === 'spared' && <span className="spared">–</span>}
            {cell.kind === 'unused' && <span className="unused">{words.unusedMark}</span>}
          </span>
        )
      })}
    </div>
  )
})
