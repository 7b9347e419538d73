import type { PrintedBlock } from '../../../core/printed-document.ts'
import { statementWords } from '../../../core/messages/index.ts'
import type { Particulars, StatementContent } from './statement-content.ts'

/** A statement as plain text, for a screen, a mail and a diff. */
export function plainStatement({ title, text }: StatementContent, language: 'de' | 'en'): string {
  return [title[language], '', ...text[language].flatMap(blockLines)].join('\n')
}

/** Particulars as lines that are copied into a form, one answer each. */
export function plainParticulars({ items }: Particulars, language: 'de' | 'en'): string {
  const words = statementWords[language]
  return items
    .map(({ key, title, value, estimate }) => {
      const answer = value?.[language] ?? (key.startsWith('r.') ? '–' : words.notKnown)
      return `${key} ${title[language]}\n    ${answer.replaceAll('\n', '\n    ')}${estimate ? ` (${words.estimate})` : ''}`
    })
    .join('\n')
}

/** A block as lines; an empty one after it. */
export function blockLines(block: PrintedBlock): readonly string[] {
  switch (block.kind) {
    case 'heading':
      return ['', block.text, '']
    case 'text':
      return [block.text, '']
    case 'list':
      return [...block.items.map((item) => `- ${item}`), '']
    case 'facts':
      return [...block.facts.map(([name, value]) => `${name}: ${value}`), '']
    case 'table':
      return [
        ...block.rows.flatMap((row) => [row.map((cell, at) => cellLine(block.head, cell, at)).join('; ')]),
        '',
      ]
    case 'code':
      return [block.caption, block.link, '']
  }
}

/** Read aloud or searched, a cell has to say which column it stands in. */
function cellLine(head: readonly string[], cell: string, at: number): string {
  return at === 0 ? cell : `${head[at] ?? ''}: ${cell}`
}
